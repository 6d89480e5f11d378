using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Keys;

/// <summary>What a refusal on a live call does to the key.</summary>
[Trait("Kind", "Unit")]
public sealed class KeyFailureTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    private readonly ProviderKeyRig _rig = new();
    private readonly CallId _call = CallId.New();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(KeyVerdict.Invalid, KeyStatus.Invalid)]
    [InlineData(KeyVerdict.QuotaExceeded, KeyStatus.QuotaExceeded)]
    [InlineData(KeyVerdict.Valid, KeyStatus.ValidLimited)]
    [InlineData(KeyVerdict.ValidLimited, KeyStatus.ValidLimited)]
    [InlineData(KeyVerdict.CouldNotCheck, KeyStatus.ValidLimited)]
    public async Task A_refused_key_is_tested_again(KeyVerdict verdict, KeyStatus expected)
    {
        await SaveTestedAsync();
        _rig.Test(ProviderName.Deepgram).Answer = new KeyTestResult(verdict, "Said.");

        await HandleAsync(ProviderErrorKind.Unauthorized);

        Assert.Equal(expected, (await _rig.InfoAsync(ProviderName.Deepgram)).Status);
        Assert.Equal(2, _rig.Test(ProviderName.Deepgram).Seen.Count);
    }

    [Fact]
    public async Task No_credit_is_believed_without_a_test_that_might_not_see_it()
    {
        await SaveTestedAsync();

        await HandleAsync(ProviderErrorKind.QuotaExceeded);

        Assert.Equal(KeyStatus.QuotaExceeded, (await _rig.InfoAsync(ProviderName.Deepgram)).Status);
        Assert.Single(_rig.Test(ProviderName.Deepgram).Seen);
    }

    [Fact]
    public async Task The_refusal_is_in_the_audit_trail_with_its_call()
    {
        await SaveTestedAsync();

        await HandleAsync(ProviderErrorKind.Unauthorized);

        var account = _rig.Account.ToString();
        var entries = await _rig.Audit.QueryAsync(new() { Where = entry => entry.Chain == account && entry.Event.Name == AuditEvents.KeyRefusedInCall }, CancellationToken.None);
        Assert.Equal((AuditActor.Of(_call), ProviderName.Deepgram), (Assert.Single(entries).Document.Event.Actor, entries[0].Document.Event.Provider));
    }

    [Fact]
    public async Task A_report_without_a_key_changes_nothing() => await HandleAsync(ProviderErrorKind.Unauthorized);

    [Fact]
    public async Task Many_reports_of_one_key_are_looked_at_once_and_other_trouble_not_at_all()
    {
        await SaveTestedAsync();
        using var queue = new KeyFailureQueue(_rig.Failures(), NullLogger<KeyFailureQueue>.Instance);
        foreach (var kind in Enum.GetValues<ProviderErrorKind>())
        {
            for (var report = 0; report < 50; report++)
            {
                await queue.ReportAsync(_rig.Account, ProviderName.Deepgram, kind, _call, CancellationToken.None);
            }
        }

        await queue.StartAsync(CancellationToken.None);

        await Eventually.GetAsync(async () => (await _rig.InfoAsync(ProviderName.Deepgram)).Status is KeyStatus.QuotaExceeded ? "marked" : null);
        await queue.StopAsync(CancellationToken.None);
        Assert.Equal(2, _rig.Test(ProviderName.Deepgram).Seen.Count);
    }

    private async Task SaveTestedAsync()
    {
        await _rig.SaveAsync(ProviderName.Deepgram, Key);
        await _rig.TestAsync(ProviderName.Deepgram);
    }

    private Task HandleAsync(ProviderErrorKind kind) =>
        _rig.Failures().HandleAsync(new KeyFailure(_rig.Account, ProviderName.Deepgram, kind, _call), CancellationToken.None);
}
