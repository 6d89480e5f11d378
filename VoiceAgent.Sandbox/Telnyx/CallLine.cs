using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The media clock of an answered call: every 20 ms, on an absolute schedule that does not drift, it plays what the app has
/// queued to the caller and sends what the caller says to the app.
/// </summary>
internal sealed class CallLine(TelnyxCall call, ICaller caller, WebhookSender webhooks, TimeProvider time)
{
    private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _heard = new byte[PlayoutBuffer.FrameBytes];
    private readonly short[] _said = new short[PlayoutBuffer.FrameBytes];
    private readonly short[] _transcoded = new short[PlayoutBuffer.FrameBytes];
    private readonly List<string> _marks = [];

    /// <summary>Runs until the call ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var frame = 0; !call.IsEnded; frame++)
        {
            var wait = frame * FrameLength - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Exchange();
        }
    }

    private void Exchange()
    {
        var stream = call.Stream;
        var cleared = false;
        _marks.Clear();
        var playing = stream is not null && stream.Playout.Take(_heard, _marks, out cleared);
        foreach (var mark in _marks)
        {
            stream!.ReturnMark(mark);
        }

        var peer = call.Peer;
        var fromPeer = call.TakeFromPeer();
        var isAppHeard = playing && stream!.Request.ReachesCaller;
        var frame = new HeardFrame
        {
            Audio = isAppHeard ? _heard : fromPeer,
            Format = isAppHeard ? stream!.Request.BidirectionalCodec : call.LegFormat,
            Cleared = cleared,
            StreamOpen = stream is { IsOpen: true } || peer is not null,
            Key = call.TakeKey(),
        };
        _said.AsSpan().Clear();
        var action = caller.Exchange(frame, _said);
        peer?.OfferFromPeer(LineCodec.Encode(_said, peer.LegFormat));
        if (action.Key is { } key)
        {
            stream?.SendDtmf(key);
            webhooks.Send(call, "call.dtmf.received", TelnyxEvents.DtmfReceived(call, key));
        }

        if (stream is { IsOpen: true })
        {
            SendTracks(stream, playing);
        }

        if (action.HangsUp)
        {
            call.TryEnd(CallEnding.CallerHungUp);
        }
    }

    private void SendTracks(MediaStream stream, bool playing)
    {
        if (stream.Request.Track is not "outbound_track")
        {
            stream.SendMedia(LineCodec.Encode(_said, stream.Format), outbound: false);
        }

        if (stream.Request.Track is not "inbound_track")
        {
            _transcoded.AsSpan().Clear();
            if (playing)
            {
                LineCodec.Decode(_heard, stream.Request.BidirectionalCodec, _transcoded);
            }

            stream.SendMedia(LineCodec.Encode(_transcoded, stream.Format), outbound: true);
        }
    }
}
