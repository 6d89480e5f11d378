using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace VoiceAgent.Sandbox.Telnyx.Webhooks;

/// <summary>
/// Delivers signed events in the background, each on its own, so that their order is not guaranteed:
/// <c>{"data":{"record_type":"event","event_type":"call.initiated","id":"…","occurred_at":"…","payload":{…}},"meta":{"attempt":1,"delivered_to":"…"}}</c>.
/// </summary>
internal sealed class WebhookSender(WebhookSigner signer, WebhookOptions options, BackgroundWork work, TimeProvider time) : IDisposable
{
    private const int KeptDeliveries = 1000;
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StaleBy = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<WebhookDelivery> _deliveries = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>How deliveries misbehave from now on.</summary>
    public WebhookFaults Faults { get; set; } = WebhookFaults.None;

    /// <summary>The last attempts, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => [.. _deliveries];

    /// <summary>Sends an event of a call to the address in force now.</summary>
    public void Send(TelnyxCall call, string eventType, JsonObject payload)
    {
        var url = call.WebhookUrl;
        var data = new JsonObject
        {
            ["record_type"] = "event",
            ["event_type"] = eventType,
            ["id"] = Guid.CreateVersion7().ToString(),
            ["occurred_at"] = TelnyxEvents.Timestamp(time.GetUtcNow()),
            ["payload"] = payload,
        };
        var faults = Faults.For(eventType);
        work.Start(async stop =>
        {
            await DelayAsync(call, faults, stop);
            await DeliverAsync(url, data, faults, stop);
            if (faults.Duplicate)
            {
                await DeliverAsync(url, data, faults, stop);
            }

            call.Delivered(eventType);
        });
    }

    public void Dispose() => _http.Dispose();

    private async Task DelayAsync(TelnyxCall call, WebhookFaults faults, CancellationToken stop)
    {
        if (faults.Delay > TimeSpan.Zero)
        {
            await Task.Delay(faults.Delay, time, stop);
        }

        if (faults.HoldUntil is { } later)
        {
            try
            {
                await call.WhenDelivered(later).WaitAsync(LongestHold, time, stop);
            }
            catch (TimeoutException)
            {
                // The later event never came: this one is held no longer.
            }
        }
    }

    private async Task DeliverAsync(Uri url, JsonObject data, WebhookFaults faults, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var envelope = new JsonObject
            {
                ["data"] = data.DeepClone(),
                ["meta"] = new JsonObject { ["attempt"] = attempt, ["delivered_to"] = url.OriginalString },
            };
            var status = await PostAsync(url, Encoding.UTF8.GetBytes(envelope.ToJsonString()), faults, stop);
            Record(new WebhookDelivery((string)data["event_type"]!, (string)data["id"]!, attempt, (int?)status));
            if (!IsRetried(status) || attempt > options.RetryDelays.Count)
            {
                return;
            }

            await Task.Delay(options.RetryDelays[attempt - 1], time, stop);
        }
    }

    private async Task<HttpStatusCode?> PostAsync(Uri url, byte[] body, WebhookFaults faults, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        using var request = Request(url, body, faults);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private HttpRequestMessage Request(Uri url, byte[] body, WebhookFaults faults)
    {
        var sentAt = time.GetUtcNow() - (faults.StaleTimestamp ? StaleBy : TimeSpan.Zero);
        var timestamp = sentAt.ToUnixTimeSeconds();
        var signature = faults.BadSignature ? signer.Sign(timestamp, "other bytes"u8) : signer.Sign(timestamp, body);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("telnyx-webhooks");
        request.Headers.Add("telnyx-signature-ed25519", signature);
        request.Headers.Add("telnyx-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private void Record(WebhookDelivery delivery)
    {
        _deliveries.Enqueue(delivery);
        while (_deliveries.Count > KeptDeliveries && _deliveries.TryDequeue(out _))
        {
            // Only the newest are kept.
        }
    }

    private static bool IsRetried(HttpStatusCode? status) =>
        status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || ((int)status is >= 300 and < 400);
}
