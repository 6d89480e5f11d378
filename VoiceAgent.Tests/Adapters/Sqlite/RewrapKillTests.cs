using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>
/// A rewrap that is killed on the way is done by the next one. The process that is killed is this very test in a second role, which the
/// environment variable gives it.
/// </summary>
[Trait("Kind", "Adapter")]
public sealed class RewrapKillTests : IDisposable
{
    private const string FolderVariable = "VOICEAGENT_TESTS_REWRAP";
    private const int Keys = 600;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-rewrap-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_rewrap_that_is_killed_loses_nothing_and_goes_on_where_it_was()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            await WithServicesAsync(folder, services => services.GetRequiredService<VaultRewrap>().RunAsync(3, PrintAsync, Token));
            return;
        }

        await PrepareAsync();
        await RewrapUntilKilledAsync(lines: 10);

        var report = await WithServicesAsync(_folder.FullName, services => services.GetRequiredService<VaultRewrap>().RunAsync(500, (_, _) => Task.CompletedTask, Token));
        Assert.InRange(report.Rewrapped, 1, Keys - 10);
        Assert.Equal(0, report.Remaining);
        var check = await WithServicesAsync(_folder.FullName, services => services.GetRequiredService<VaultCheck>().RunAsync(_ => Task.CompletedTask, Token));
        Assert.Equal((Keys, 0), (check.Opened, check.Unreadable));
        var retired = await WithServicesAsync(_folder.FullName, services => services.GetRequiredService<RootKeyRotation>().RetireAsync(null, Token));
        Assert.Equal(("old", RootKeyState.Retired), (retired.RootKeyId, retired.State));
    }

    private static Task PrintAsync(long done, long total) => Console.Out.WriteLineAsync($"rewrapped {done.ToString(CultureInfo.InvariantCulture)} .");

    private async Task PrepareAsync()
    {
        await WithServicesAsync(_folder.FullName, async services =>
        {
            await services.GetRequiredService<RootKeyGenerator>().AddAsync(null, "old", Token);
            await services.GetRequiredService<VaultAccess>().OpenForSealingAsync(Token);
            var keys = services.GetRequiredService<IProviderKeys>();
            return await Task.WhenAll(Enumerable.Range(0, Keys).Select(_ => keys.SaveAsync(
                AccountId.New(), UserId.New(), ProviderName.Deepgram, new KeyInput { Key = "0123456789abcdef0123456789abcdef01234567" }, Token)));
        });
        await WithServicesAsync(_folder.FullName, async services =>
        {
            await services.GetRequiredService<RootKeyGenerator>().AddAsync(null, "new", Token);
            await services.GetRequiredService<RootKeyRotation>().StageAsync(null, Token);
            return await services.GetRequiredService<RootKeyRotation>().ActivateAsync(null, Token);
        });
    }

    private async Task RewrapUntilKilledAsync(int lines)
    {
        using var process = Process.Start(Command())!;
        var seen = 0;
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.Split(' ') is not ["rewrapped", _, "."])
            {
                output.Add(line);
            }
            else if (++seen == lines)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Token);
        Assert.True(seen >= lines, $"The rewrap ended by itself:\n{string.Join('\n', output)}");
    }

    private ProcessStartInfo Command()
    {
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return new ProcessStartInfo(host)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(RewrapKillTests).Assembly.Location,
                "-method",
                $"{typeof(RewrapKillTests).FullName}.{nameof(A_rewrap_that_is_killed_loses_nothing_and_goes_on_where_it_was)}",
            },
            Environment = { [FolderVariable] = _folder.FullName },
        };
    }

    private static async Task<T> WithServicesAsync<T>(string folder, Func<IServiceProvider, Task<T>> work)
    {
        using var host = CommandHost.Create(
            [$"--Storage:Path={Path.Combine(folder, "voiceagent.db")}", $"--Vault:KeyFile={Path.Combine(folder, "vault-keys.json")}"], null);
        return await work(host.Services);
    }
}
