using System.Diagnostics;

namespace VoiceAgent.Sandbox.Voices;

/// <summary>A voice installed on this machine: one short run of its program for each text. Thread-safe.</summary>
internal sealed class ProgramVoice : IVoice, IDisposable
{
    private static readonly TimeSpan MaxRun = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Func<string, string, IEnumerable<string>> _arguments;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _runs = new(2);

    private ProgramVoice(string name, string path, Func<string, string, IEnumerable<string>> arguments, TimeProvider time)
    {
        Name = name;
        _path = path;
        _arguments = arguments;
        _time = time;
    }

    public string Name { get; }

    /// <summary>flite with its clearest voice, where it is installed.</summary>
    public static ProgramVoice? FindFlite(TimeProvider time) =>
        Find("flite", (text, file) => ["-voice", "slt", "-t", text, "-o", file], time);

    /// <summary>espeak-ng, where it is installed.</summary>
    public static ProgramVoice? FindEspeak(TimeProvider time) =>
        Find("espeak-ng", (text, file) => ["-v", "en-us", "-s", "150", "-w", file, "--", text], time);

    public async Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken)
    {
        if (!text.Any(char.IsLetterOrDigit))
        {
            return new SynthesizedSpeech([], []);
        }

        await _runs.WaitAsync(cancellationToken);
        var file = Path.Combine(Path.GetTempPath(), $"voice-{Guid.NewGuid():N}.wav");
        try
        {
            await RunAsync(_arguments(text, file), cancellationToken);
            var (samples, rate) = WavReader.Read(await File.ReadAllBytesAsync(file, cancellationToken));
            var speech = SilenceTrimmer.Trim(SampleRateConverter.Convert(samples, rate, 8000));
            return new SynthesizedSpeech(speech, WordTimes.Estimate(text, speech));
        }
        finally
        {
            _runs.Release();
            File.Delete(file);
        }
    }

    public void Dispose() => _runs.Dispose();

    private static ProgramVoice? Find(string name, Func<string, string, IEnumerable<string>> arguments, TimeProvider time)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
        return path is null ? null : new ProgramVoice(name, path, arguments, time);
    }

    // No shell: the text is one argument as it stands.
    private async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(_path)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var argument in arguments)
        {
            process.StartInfo.ArgumentList.Add(argument.Replace("\0", "", StringComparison.Ordinal));
        }

        process.Start();
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(MaxRun, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, either.Token),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, either.Token),
                process.WaitForExitAsync(either.Token));
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{Name} took longer than {MaxRun.TotalSeconds} s.", e);
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} ended with code {process.ExitCode}.");
        }
    }
}
