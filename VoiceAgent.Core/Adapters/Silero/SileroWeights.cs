using System.Security.Cryptography;

namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>
/// Where the weights of Silero VAD v6.2 (MIT, 2,327,524 bytes, ONNX) are, and that they are those. The build fetches them beside the
/// program; see <c>build/voice-activity.targets</c>.
/// </summary>
internal static class SileroWeights
{
    public const string FileName = "silero_vad.onnx";

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public const string Sha256 = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3";

    public static string DefaultPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", FileName);

    /// <summary>The weights, or null with the reason why the model cannot be used.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="problem">In the operator's words; null when the weights are there.</param>
    public static byte[]? Read(string path, out string? problem)
    {
        try
        {
            var weights = File.ReadAllBytes(path);
            problem = Convert.ToHexStringLower(SHA256.HashData(weights)) == Sha256
                ? null
                : "The weights of the voice activity model are not the expected ones. Build again to fetch them.";
            return problem is null ? weights : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            problem = "The weights of the voice activity model are missing. Build where npm reaches its registry to fetch them.";
            return null;
        }
    }
}
