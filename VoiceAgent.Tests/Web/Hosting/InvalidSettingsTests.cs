using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VoiceAgent.Web;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Tests.Web.Hosting;

[Trait("Kind", "Host")]
public sealed class InvalidSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceagent-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--PublicUrl=voice.example.com", "PublicUrl must be an http or https address without a path, such as https://voice.example.com.")]
    [InlineData("--PublicUrl=https://voice.example.com/app", "PublicUrl must be an http or https address without a path, such as https://voice.example.com.")]
    [InlineData("--PublicUrl=ftp://voice.example.com", "PublicUrl must be an http or https address without a path, such as https://voice.example.com.")]
    [InlineData("--Hosting:KnownProxies:0=proxy", "Hosting:KnownProxies holds \"proxy\", which is neither an IP address nor a network such as 10.0.0.0/8.")]
    [InlineData("--Hosting:AccountFormsPerMinute=0", "Hosting:AccountFormsPerMinute must be between 1 and 1000000.")]
    [InlineData("--Sandbox:Enabled=maybe", "Failed to convert configuration value 'maybe' at 'Sandbox:Enabled' to type 'System.Boolean'.")]
    [InlineData(
        "--Sandbox:Enabled=true",
        "Sandbox:Enabled cannot be true in Production: calls would be answered by simulated providers. "
        + "Turn it off, or start with --environment Development to try VoiceAgent.")]
    [InlineData("--Sandbox:Address=http://voice.example.com", "Sandbox:Address must be an http address of this machine, such as http://127.0.0.1:5090.")]
    [InlineData(
        "--Telephony:AllowUnannouncedMedia=true",
        "Telephony:AllowUnannouncedMedia cannot be true in Production: whoever reaches this server could make calls on an account's keys. Turn it off.")]
    [InlineData("--Telephony:UnannouncedNumber=nobody", "Telephony:UnannouncedNumber must be a number such as +12025550131.")]
    public void An_invalid_setting_is_described_before_anything_starts(string setting, string problem)
    {
        var failure = Assert.ThrowsAny<Exception>(() => WebApp.Create(Arguments(setting)));

        Assert.Equal($"VoiceAgent cannot start:{Environment.NewLine}  - {problem}", StartupFailure.Describe(failure));
    }

    [Fact]
    public void All_invalid_settings_are_described_at_once()
    {
        var failure = Assert.ThrowsAny<Exception>(() => WebApp.Create(Arguments("--PublicUrl=nonsense", "--Hosting:AccountFormsPerMinute=0")));

        Assert.Equal(3, StartupFailure.Describe(failure)?.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void A_failure_of_the_program_itself_keeps_its_stack_trace() =>
        Assert.Null(StartupFailure.Describe(new AggregateException(new InvalidOperationException("Sequence contains no elements"))));

    [Fact]
    public async Task The_program_prints_the_problem_and_exits_with_1()
    {
        var (exitCode, output, errors) = await RunAsync(Arguments("--PublicUrl=nonsense"));

        Assert.Equal(
            (1, "", "VoiceAgent cannot start:\n  - PublicUrl must be an http or https address without a path, such as https://voice.example.com.\n"),
            (exitCode, output, errors.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_port_in_use_is_a_short_message_too()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var (exitCode, _, errors) = await RunAsync(Arguments($"--urls={address}"));

        Assert.Equal(1, exitCode);
        Assert.Equal($"VoiceAgent cannot start:\n  - Failed to bind to address {address}: address already in use.\n", errors.ReplaceLineEndings("\n"));
    }

    private string[] Arguments(params string[] settings) =>
    [
        "--environment=Production",
        "--urls=http://127.0.0.1:0",
        $"--Storage:Path={Path.Combine(_folder, "voiceagent.db")}",
        $"--Vault:KeyFile={Path.Combine(_folder, "vault-keys.json")}",
        "--hostBuilder:reloadConfigOnChange=false",
        .. settings,
    ];

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var program = Path.Combine(AppContext.BaseDirectory, "VoiceAgent.Web.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
