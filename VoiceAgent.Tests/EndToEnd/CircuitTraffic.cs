using System.Text;
using Microsoft.Playwright;
using VoiceAgent.Tests.Web.Canary;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>
/// What a page and its circuit say to each other: every frame of the WebSocket of <c>/_blazor</c>, each byte as one character. To be made
/// before the page is opened.
/// </summary>
internal sealed class CircuitTraffic
{
    private readonly Lock _gate = new();
    private readonly List<Observed> _frames = [];

    public CircuitTraffic(IPage page) => page.WebSocket += (_, socket) =>
    {
        if (new Uri(socket.Url).AbsolutePath.StartsWith("/_blazor", StringComparison.Ordinal))
        {
            socket.FrameReceived += (_, frame) => Add("frame to the browser", frame);
            socket.FrameSent += (_, frame) => Add("frame from the browser", frame);
        }
    };

    public IReadOnlyList<Observed> Frames
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    public IReadOnlyList<Observed> ToTheBrowser => [.. Frames.Where(frame => frame.Place == "frame to the browser")];

    private void Add(string place, IWebSocketFrame frame)
    {
        var text = frame.Binary is { Length: > 0 } bytes ? Encoding.Latin1.GetString(bytes) : frame.Text ?? string.Empty;
        lock (_gate)
        {
            _frames.Add(new Observed(place, text));
        }
    }
}
