using System.Text.Json;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>A log as a file of its own: the document's JSON.</summary>
public static class CallLogFile
{
    /// <summary>Largest file that is read.</summary>
    public const int LargestFile = 64 * 1024 * 1024;

    public static byte[] Write(CallLog log) => JsonSerializer.SerializeToUtf8Bytes(log, DocumentJson.Options);

    /// <summary>Reads a file. Throws <see cref="CallLogException"/> when it is none.</summary>
    public static CallLog Read(ReadOnlySpan<byte> file)
    {
        try
        {
            return JsonSerializer.Deserialize<CallLog>(file, DocumentJson.Options) ?? throw new CallLogException("The file is empty.");
        }
        catch (JsonException)
        {
            throw new CallLogException("The file is not the log of a call. Download it from the page of the call.");
        }
    }
}
