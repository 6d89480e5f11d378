using System.Diagnostics;
using System.Globalization;

namespace VoiceAgent.Sandbox.Load;

/// <summary>A VoiceAgent server of its own, in a temporary folder, on the simulators of this process. Disposing stops it and deletes the folder.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <exception cref="LoadException">It cannot be built, found or started.</exception>
    public static async Task<ServerProcess> StartAsync(ServerStart start, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = start.Program ?? await BuildAsync(start.SkipsBuild, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("voiceagent-load-").FullName;
        string[] arguments =
        [
            program,
            "--environment=Staging",
            "--urls=http://127.0.0.1:0",
            "--Sandbox:Enabled=true",
            $"--Sandbox:Address={start.Sandbox}",
            $"--Storage:Path={Path.Combine(folder, "voiceagent.db")}",
            $"--Vault:KeyFile={Path.Combine(folder, "vault-keys.json")}",
            $"--Calls:MaxLiveCalls={start.Calls + 100}",
            "--Vault:CreateKeyFile=true",
            "--Calls:DrainTimeout=00:00:01",
            "--Hosting:MediaSocketsPerMinute=100000",
            "--Hosting:WebhooksPerSecond=10000",
            "--Telephony:AllowUnannouncedMedia=true",
            "--Telephony:UnannouncedNumber=+12025550132",
            .. start.Settings,
        ];
        var process = Process.Start(Info(start.Cores, arguments)) ?? throw new LoadException("The server did not start.");
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new Queue<string>();
        process.OutputDataReceived += (_, line) => Note(line.Data, said, ready);
        process.ErrorDataReceived += (_, line) => Note(line.Data, said, ready);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var ended = process.WaitForExitAsync(cancellationToken);
            await Task.WhenAny(ready.Task, ended).WaitAsync(StartLimit, time, cancellationToken);
            return ready.Task.IsCompletedSuccessfully
                ? new ServerProcess(process, folder, await ready.Task)
                : throw new LoadException($"The server did not start: {string.Join(' ', said)}");
        }
        catch (Exception failed)
        {
            await StopAsync(process, folder);
            throw failed is TimeoutException ? new LoadException("The server did not start in time.") : failed;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(_process, _folder);

    /// <summary>Keeps every thread of a process on some cores, such as <c>0</c> or <c>0,2-3</c>; false where that is not possible.</summary>
    public static async Task<bool> PinAsync(int processId, string cores, CancellationToken cancellationToken)
    {
        try
        {
            var info = new ProcessStartInfo("taskset", ["-a", "-c", "-p", cores, processId.ToString(CultureInfo.InvariantCulture)])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var taskset = Process.Start(info);
            await taskset!.WaitForExitAsync(cancellationToken);
            return taskset.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Info(string? cores, string[] arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var info = new ProcessStartInfo(cores is null ? dotnet : "taskset", cores is null ? arguments : ["-c", cores, dotnet, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // As in the container image.
        info.Environment.TryAdd("DOTNET_GCgen0size", "0x1000000");
        info.Environment.TryAdd("MALLOC_ARENA_MAX", "2");
        return info;
    }

    private static void Note(string? line, Queue<string> said, TaskCompletionSource<Uri> ready)
    {
        if (line is null || ready.Task.IsCompleted)
        {
            return;
        }

        said.Enqueue(line.Trim());
        if (said.Count > 20)
        {
            said.Dequeue();
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            ready.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }

    private static async Task<string> BuildAsync(bool skips, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VoiceAgent.sln")))
        {
            folder = folder.Parent;
        }

        if (folder is null)
        {
            throw new LoadException("The server is not beside this program. Name it with --server, or a running one with --app.");
        }

        var web = Path.Combine(folder.FullName, "VoiceAgent.Web");
        if (!skips)
        {
            using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", web, "-c", "Release", "-v", "q", "-nologo"]) { UseShellExecute = false, RedirectStandardOutput = true });
            var told = await build!.StandardOutput.ReadToEndAsync(cancellationToken);
            await build.WaitForExitAsync(cancellationToken);
            if (build.ExitCode != 0)
            {
                throw new LoadException($"The server cannot be built: {told}");
            }
        }

        var program = Path.Combine(web, "bin", "Release", "net10.0", "VoiceAgent.Web.dll");
        return File.Exists(program) ? program : throw new LoadException("The server has not been built in Release. Leave --no-build out.");
    }

    private static async Task StopAsync(Process process, string folder)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>How to start a server.</summary>
internal sealed record ServerStart
{
    public required Uri Sandbox { get; init; }

    public required int Calls { get; init; }

    /// <summary>VoiceAgent.Web.dll; null builds and takes the one of this repository.</summary>
    public string? Program { get; init; }

    public bool SkipsBuild { get; init; }

    /// <summary>Cores that it may use, as taskset writes them; null is all.</summary>
    public string? Cores { get; init; }

    /// <summary>Further settings, such as <c>--Calls:MaxLiveCalls=5</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}

/// <summary>Why load cannot be made, in words for the person at the keyboard.</summary>
internal sealed class LoadException(string message) : Exception(message);
