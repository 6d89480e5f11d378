using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using VoiceAgent.Tests.Architecture;
using VoiceAgent.Tests.Suite;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>The web app as its user starts it: a process of its own, in Development, on a free port, with an empty folder for its data.</summary>
public sealed partial class AppProcess : IAsyncLifetime
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string[] _settings;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-e2e-");
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private Process? _process;

    public AppProcess()
        : this([])
    {
    }

    /// <param name="settings">Command-line settings beside those that every test needs.</param>
    internal AppProcess(params string[] settings) => _settings = settings;

    /// <summary>http://127.0.0.1:port.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Everything the process has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    public string DatabaseFile => Path.Combine(_folder.FullName, "voiceagent.db");

    public async ValueTask InitializeAsync()
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Start(
            ProjectOutput("VoiceAgent.Web"),
            [
                "--urls", "http://127.0.0.1:0", "--Storage:Path", DatabaseFile, "--Vault:KeyFile", Path.Combine(_folder.FullName, "vault-keys.json"),
                "--Hosting:SignUpsPerHour", "100000", "--Hosting:AccountFormsPerMinute", "100000",
                "--KeyTests:PerAccountPerMinute", "1000", "--KeyTests:PerAddressPerHour", "100000",
                .. BusyMachine.Settings,
                .. _settings,
            ],
            line =>
            {
                lock (_gate)
                {
                    _output.AppendLine(line);
                }

                if (Listening().Match(line) is { Success: true } match)
                {
                    listening.TrySetResult(new Uri(match.Groups[1].Value));
                }
            });
        var first = await Task.WhenAny(listening.Task, _process.WaitForExitAsync()).WaitAsync(StartDeadline, TimeProvider.System);
        Address = first == listening.Task ? await listening.Task : throw new InvalidOperationException("The app did not start:\n" + Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The built program of a project, of the same configuration as the tests.</summary>
    internal static string ProjectOutput(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(SourceTree.Root, project, "bin", configuration, "net10.0", project + ".dll");
    }

    /// <summary>Starts a program of ours; every line of its output goes to <paramref name="onLine"/>.</summary>
    internal static Process Start(string program, IEnumerable<string> arguments, Action<string> onLine)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        void Forward(object sender, DataReceivedEventArgs data)
        {
            if (data.Data is { } line)
            {
                onLine(line);
            }
        }

        process.OutputDataReceived += Forward;
        process.ErrorDataReceived += Forward;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
