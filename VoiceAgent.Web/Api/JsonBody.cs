using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceAgent.Web.Api;

/// <summary>Reads small JSON bodies that hold secrets: nothing of them gets into a log or a message, and the bytes are zeroed.</summary>
internal static class JsonBody
{
    public const int MaxSize = 8 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The body, or null and what is wrong.</summary>
    public static async Task<(T? Body, ApiProblem Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType));
        }

        var buffer = new byte[MaxSize];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, MaxSize, throwOnEndOfStream: false, cancellationToken);
            return length == MaxSize && await request.Body.ReadAsync(new byte[1], cancellationToken) > 0
                ? (null, ApiProblems.Of(StatusCodes.Status413PayloadTooLarge))
                : (JsonSerializer.Deserialize<T>(buffer.AsSpan(0, length), Strict), ApiProblems.MalformedBody);
        }
        catch (JsonException)
        {
            // Its message may repeat a piece of the body.
            return (null, ApiProblems.MalformedBody);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
