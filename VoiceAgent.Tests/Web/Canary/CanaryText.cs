using System.Text;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>A text that must not turn up anywhere but where it belongs.</summary>
/// <param name="Name">What it is, for the message of a failing test: the text itself is not repeated there.</param>
/// <param name="Text">ASCII, long enough to be nobody else's.</param>
internal sealed record CanaryText(string Name, string Text)
{
    private const int BeginningLength = 12;
    private const int EndingLength = 6;

    /// <summary>A secret: also its beginning is too much.</summary>
    public static CanaryText Secret(string name, string text) => new(name, text) { HidesBeginning = true };

    /// <summary>A telephone number without its plus sign, which JSON and addresses write in their own ways.</summary>
    public static CanaryText Number(string name, string number) => new(name, number.TrimStart('+'));

    /// <summary>A key of which the page shows the last four characters as a hint: two more are too many.</summary>
    public static CanaryText ShownKey(string name, string key) => Secret(name, key) with { HidesEnding = true };

    public bool HidesBeginning { get; private init; }

    public bool HidesEnding { get; private init; }

    /// <summary>The text in each form that would give it away.</summary>
    public IEnumerable<(string Form, string Text)> Forms()
    {
        yield return ("plain", Text);
        yield return ("reversed", new string([.. Text.Reverse()]));
        yield return ("url-encoded", Uri.EscapeDataString(Text));
        yield return ("hexadecimal", Convert.ToHexString(Encoding.ASCII.GetBytes(Text)));
        foreach (var base64 in InBase64())
        {
            yield return ("base64", base64);
        }

        if (HidesBeginning && Text.Length > BeginningLength)
        {
            yield return ("beginning", Text[..BeginningLength]);
        }

        if (HidesEnding)
        {
            yield return ("ending", Text[^EndingLength..]);
        }
    }

    /// <summary>What base64 makes of it at each of the three places where it may begin within something longer.</summary>
    private IEnumerable<string> InBase64()
    {
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. Encoding.ASCII.GetBytes(Text)]);

            // Characters that are shared with what stands before or after belong to neither.
            var clean = encoded.TrimEnd('=');
            yield return clean[(before == 0 ? 0 : before + 1)..^((before + Text.Length) % 3 == 0 ? 0 : 1)];
        }
    }
}
