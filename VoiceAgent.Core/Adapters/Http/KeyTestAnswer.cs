using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace VoiceAgent.Core.Adapters.Http;

/// <summary>
/// What a provider answered to a key test. Bodies may hold keys and account data: they are read into a few fields and dropped.
/// </summary>
/// <param name="status">Null when there was no answer.</param>
/// <param name="timedOut">Whether the time was up.</param>
/// <param name="body">At most 64 KB.</param>
internal sealed class KeyTestAnswer(HttpStatusCode? status, bool timedOut, byte[] body)
{
    public static KeyTestAnswer NoAnswer { get; } = new(null, timedOut: false, []);

    public static KeyTestAnswer TooLate { get; } = new(null, timedOut: true, []);

    /// <summary>The key holds characters that the provider's header cannot carry.</summary>
    public static KeyTestAnswer KeyNotSendable { get; } = new(HttpStatusCode.Unauthorized, timedOut: false, []);

    public HttpStatusCode? Status { get; } = status;

    public bool TimedOut { get; } = timedOut;

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>Whether the same request may succeed at once: the provider failed or did not answer in time.</summary>
    public bool MayRetry => TimedOut || Status >= HttpStatusCode.InternalServerError;

    /// <summary>The body as <typeparamref name="T"/>; null when it is not that.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
