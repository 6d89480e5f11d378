using System.Text;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>What Telnyx repeats in every event of a call: base64 of an ASCII text of ours.</summary>
internal static class TelnyxClientState
{
    private const int MaxLength = 100;

    public static string Write(string reference) => Convert.ToBase64String(Encoding.ASCII.GetBytes(reference));

    /// <summary>Null when there is none, or one that is not ours.</summary>
    public static string? Read(string? clientState)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return clientState is { Length: > 0 } && Convert.TryFromBase64String(clientState, bytes, out var length)
            && !bytes[..length].ContainsAnyExceptInRange((byte)' ', (byte)'~')
                ? Encoding.ASCII.GetString(bytes[..length])
                : null;
    }
}
