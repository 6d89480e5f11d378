using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Sockets;

/// <summary>Whose connections are whose, and how long they stay.</summary>
[Trait("Kind", "Adapter")]
public sealed class ProviderTransportsTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly ProviderTransports _transports;

    public ProviderTransportsTests() => _transports = new ProviderTransports(_time);

    public void Dispose() => _transports.Dispose();

    [Fact]
    public void An_accounts_calls_share_their_connections_to_a_provider_and_nobody_else_does()
    {
        var account = AccountId.New();
        using var first = Lease(account, ProviderName.OpenAI);
        using var second = Lease(account, ProviderName.OpenAI);
        using var elsewhere = Lease(account, ProviderName.Grok);
        using var stranger = Lease(AccountId.New(), ProviderName.OpenAI);

        var transport = _transports.For(first);

        Assert.Same(transport, _transports.For(second));
        Assert.NotSame(transport, _transports.For(elsewhere));
        Assert.NotSame(transport, _transports.For(stranger));
    }

    [Fact]
    public void They_stay_while_any_call_lasts_and_two_minutes_more()
    {
        var account = AccountId.New();
        var first = Lease(account);
        var second = Lease(account);
        var transport = _transports.For(first);
        _transports.For(second);
        first.Dispose();
        _time.Advance(10 * Minute);
        Assert.Equal(1, _transports.Count);

        second.Dispose();
        _time.Advance(Minute);
        using (var next = Lease(account))
        {
            Assert.Same(transport, _transports.For(next));
            _time.Advance(10 * Minute);
        }

        _time.Advance(2 * Minute);
        Assert.Equal(0, _transports.Count);
    }

    [Fact]
    public void Without_a_call_only_so_many_are_kept_and_those_used_longest_ago_go_first()
    {
        var (oldest, newest) = (AccountId.New(), AccountId.New());
        using var live = Lease(AccountId.New());
        var kept = _transports.For(live);
        var first = Transport(oldest);
        for (var i = 0; i < ProviderTransports.MaxIdle - 1; i++)
        {
            Transport(AccountId.New());
        }

        Assert.Same(first, Transport(oldest));
        var second = Transport(newest);

        Assert.Equal(ProviderTransports.MaxIdle + 1, _transports.Count);
        Assert.Same(first, Transport(oldest));
        Assert.Same(second, Transport(newest));
        Assert.Same(kept, _transports.For(live));
    }

    [Fact]
    public void A_lease_that_has_ended_already_keeps_nothing()
    {
        var lease = Lease(AccountId.New());
        lease.Dispose();

        _transports.For(lease);
        _time.Advance(2 * Minute);

        Assert.Equal(0, _transports.Count);
    }

    private static KeyLease Lease(AccountId account, ProviderName provider = ProviderName.OpenAI) =>
        new(account, provider, new KeyDestination("test"), Encoding.ASCII.GetBytes("key"));

    private ProviderTransport Transport(AccountId account)
    {
        using var lease = Lease(account);
        return _transports.For(lease);
    }
}
