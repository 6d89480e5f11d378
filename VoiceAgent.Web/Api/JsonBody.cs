using System.Security.Cryptography;
using System.Text.Json;

namespace VoiceAgent.Web.Api;

/// <summary>Reads small JSON bodies that hold secrets: nothing of them gets into a log, an exception or a message, and the bytes are zeroed.</summary>
internal static class JsonBody
{
    public const int MaxSize = 8 * 1024;


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
                : (Read<T>(buffer.AsMemory(0, length)), ApiProblems.MalformedBody);
        }
        catch (JsonException)
        {
            return (null, ApiProblems.MalformedBody);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>Null for anything but an object of known members. The serializer would refuse others by an exception that repeats their names.</summary>
    private static T? Read<T>(ReadOnlyMemory<byte> json)
        where T : class
    {
        using var document = JsonDocument.Parse(json);
        var known = JsonSerializerOptions.Web.GetTypeInfo(typeof(T)).Properties;
        return document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.EnumerateObject().All(member => known.Any(property => property.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)))
            ? document.RootElement.Deserialize<T>(JsonSerializerOptions.Web)
            : null;
    }
}
