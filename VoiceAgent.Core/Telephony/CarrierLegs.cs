using System.Collections.Concurrent;
using System.Threading.Channels;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Telephony;

/// <summary>The legs that calls of this process are making, so that the carrier's events of them find their way. Thread-safe.</summary>
public sealed class CarrierLegs
{
    private readonly ConcurrentDictionary<(AccountId Account, string Reference), CarrierLeg> _open = new();

    /// <summary>Expects events of a leg that is about to be made; disposing expects no more.</summary>
    internal CarrierLeg Open(AccountId account)
    {
        var leg = new CarrierLeg(this, account, Guid.NewGuid().ToString("N"));
        _open[(account, leg.Reference)] = leg;
        return leg;
    }

    /// <summary>Whether the event is of an expected leg, which has then been told.</summary>
    internal bool TryTell(AccountId account, CarrierEvent carrierEvent) =>
        carrierEvent.Reference is { } reference && _open.TryGetValue((account, reference), out var leg) && leg.Tell(carrierEvent);

    internal void Close(CarrierLeg leg) => _open.TryRemove((leg.Account, leg.Reference), out _);
}

/// <summary>A leg that is being made. For one reader.</summary>
internal sealed class CarrierLeg(CarrierLegs legs, AccountId account, string reference) : IDisposable
{
    // A leg has a handful of events; a carrier that repeats them without end fills nothing.
    private readonly Channel<CarrierEvent> _events = Channel.CreateBounded<CarrierEvent>(
        new BoundedChannelOptions(32) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public AccountId Account => account;

    /// <summary>Nobody can guess it.</summary>
    public string Reference => reference;

    /// <summary>What the carrier tells of the leg, in the order of arrival.</summary>
    public ChannelReader<CarrierEvent> Events => _events.Reader;

    public bool Tell(CarrierEvent carrierEvent) => _events.Writer.TryWrite(carrierEvent);

    public void Dispose() => legs.Close(this);
}
