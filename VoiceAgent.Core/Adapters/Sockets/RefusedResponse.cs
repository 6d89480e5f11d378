using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>An HTTP answer that is not what was asked for. The body is read to find the error's kind and goes nowhere else.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The first 16 KiB, as text: JSON, HTML or anything.</param>
/// <param name="RetryAfter">How long the provider asks to wait.</param>
internal sealed record RefusedResponse(int Status, string Body, TimeSpan? RetryAfter)
{
    private const int MaxBody = 16 * 1024;

    /// <summary>What the status says where the vendor gives it no meaning of its own.</summary>
    public ProviderErrorKind Kind => KindOf(Status);

    /// <summary>What an HTTP status, or a vendor's error code that is one, says.</summary>
    public static ProviderErrorKind KindOf(int status) => status switch
    {
        401 or 403 => ProviderErrorKind.Unauthorized,
        402 => ProviderErrorKind.QuotaExceeded,
        408 => ProviderErrorKind.Timeout,
        429 => ProviderErrorKind.RateLimited,
        >= 400 and < 500 => ProviderErrorKind.Rejected,
        >= 500 => ProviderErrorKind.Unavailable,
        _ => ProviderErrorKind.Protocol,
    };

    public static async Task<RefusedResponse> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status alone has to do.
        }

        return new RefusedResponse((int)response.StatusCode, Encoding.UTF8.GetString(buffer, 0, length), ReadRetryAfter(response.Headers, time));
    }

    /// <summary>Reads <c>retry-after-ms</c>, else <c>retry-after</c> in seconds or as a date.</summary>
    internal static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is >= 0 and < int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (headers.RetryAfter is not { } after)
        {
            return null;
        }

        var wait = after.Delta ?? after.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
