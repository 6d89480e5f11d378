using System.Diagnostics.Metrics;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Calls;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>In a call, the connections of an answer stand before it begins.</summary>
[Trait("Kind", "Host")]
public sealed class WarmCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Fact]
    public async Task No_answer_of_a_call_waits_for_a_handshake_and_nothing_stays_open_after_it()
    {
        var owner = await app.OwnerAsync("+12025550251");

        // The first call makes the apology, which is kept; nobody waits for that.
        await app.CallAsync(owner, "What are your opening hours?");
        await app.EndedCallAsync(owner);
        using var handshakes = new Handshakes(app.Get<IMeterFactory>());
        await app.CallAsync(owner, "What are your opening hours?", "Where are you?", "Thank you.");

        var call = await Eventually.GetAsync(async () => await owner.CallsAsync(app.App.Services) is [{ EndedAt: not null } last, _] ? last : null);
        Assert.Equal(CallEndReason.CallerHungUp, call.EndReason);
        Assert.InRange(call.Turns.Count, 3, 10);
        Assert.Equal([], handshakes.Late.Intersect(["openai", "elevenlabs"]));
        Assert.InRange(handshakes.Early.Count(slug => slug == "elevenlabs"), 3, 8);
        Assert.InRange(handshakes.Early.Count(slug => slug == "openai"), 0, 4);
        await app.Sandbox.Recorded.WaitAsync(record => record.OpenAt("elevenlabs") + record.OpenAt("openai") + record.OpenAt("deepgram") == 0, CancellationToken.None);
    }

    /// <summary>Slugs of the providers to whom connections were opened, before they were needed and when.</summary>
    private sealed class Handshakes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Lock _gate = new();
        private readonly List<(string Slug, string When)> _all = [];

        public Handshakes(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == TransportMetrics.HandshakesName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                var values = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                lock (_gate)
                {
                    _all.Add((values["provider"], values["when"]));
                }
            });
            _listener.Start();
        }

        public IReadOnlyList<string> Early => Of("early");

        public IReadOnlyList<string> Late => Of("late");

        public void Dispose() => _listener.Dispose();

        private List<string> Of(string when)
        {
            lock (_gate)
            {
                return [.. _all.Where(handshake => handshake.When == when).Select(handshake => handshake.Slug)];
            }
        }
    }
}
