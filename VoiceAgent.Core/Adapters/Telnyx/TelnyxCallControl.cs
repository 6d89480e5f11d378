using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// Commands of Telnyx Call Control v2. Each carries a <c>command_id</c>, so that the one repetition after a 5xx or a lost answer,
/// which the carrier's documentation advises, is never carried out twice.
/// </summary>
internal sealed partial class TelnyxCallControl(HttpClient http, ProviderEndpoint endpoint, KeyLease key, TimeProvider time) : ICallControl
{
    private const int NumbersPerPage = 100;
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(4);

    public Task<bool> AnswerAsync(string callControlId, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "answer", new PlainCommand(NewCommandId()), TelnyxJson.Default.PlainCommand, cancellationToken);

    public Task RejectAsync(string callControlId, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "reject", new RejectCommand("CALL_REJECTED", NewCommandId()), TelnyxJson.Default.RejectCommand, cancellationToken);

    public Task<bool> StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken)
    {
        var command = new StreamingStartCommand(
            StreamUrl: request.StreamUrl.AbsoluteUri,
            StreamAuthToken: request.AuthToken,
            StreamTrack: "inbound_track",
            StreamCodec: request.Codec,
            StreamBidirectionalMode: "rtp",
            StreamBidirectionalCodec: request.Codec,
            StreamBidirectionalSamplingRate: 8000,
            StreamBidirectionalTargetLegs: "self",
            CommandId: NewCommandId());
        return CommandAsync(callControlId, "streaming_start", command, TelnyxJson.Default.StreamingStartCommand, cancellationToken);
    }

    public Task HangUpAsync(string callControlId, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "hangup", new PlainCommand(NewCommandId()), TelnyxJson.Default.PlainCommand, cancellationToken);

    public async Task<IReadOnlyList<CarrierNumber>> ListNumbersAsync(CancellationToken cancellationToken)
    {
        var numbers = new List<CarrierNumber>();
        for (var page = 1; page <= 20; page++)
        {
            var path = $"/v2/phone_numbers?page[number]={page}&page[size]={NumbersPerPage}&filter[status]=active";
            var list = await SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, endpoint.Http(path)),
                static (response, token) => ReadAsync(response, TelnyxJson.Default.NumberList, token),
                cancellationToken);
            numbers.AddRange((list?.Data ?? [])
                .Where(item => item is { Id: not null, PhoneNumber: not null })
                .Select(item => NumberOf(item!)));
            if (list?.Meta is not { } meta || meta.PageNumber >= meta.TotalPages)
            {
                break;
            }
        }

        return numbers;
    }

    public async Task<CarrierNumber?> FindNumberAsync(string number, CancellationToken cancellationToken)
    {
        // The filter takes digits only and finds every number that holds them.
        var path = $"/v2/phone_numbers?page[size]={NumbersPerPage}&filter[status]=active&filter[phone_number]={Uri.EscapeDataString(number.TrimStart('+'))}";
        var list = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, endpoint.Http(path)),
            static (response, token) => ReadAsync(response, TelnyxJson.Default.NumberList, token),
            cancellationToken);
        return list?.Data?.FirstOrDefault(item => item is { Id: not null } && item.PhoneNumber == number) is { } found ? NumberOf(found) : null;
    }

    public async Task<string> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        var command = new DialCommand(
            request.ConnectionId,
            request.To,
            request.From,
            request.WebhookUrl.AbsoluteUri,
            TelnyxClientState.Write(request.Reference),
            (int)request.RingTimeout.TotalSeconds,
            (int)request.LongestCall.TotalSeconds,
            NewCommandId());
        var address = endpoint.Http("/v2/calls");
        HttpRequestMessage Request() => new(HttpMethod.Post, address) { Content = JsonContent.Create(command, TelnyxJson.Default.DialCommand) };
        var answer = await SendAsync(Request, static (response, token) => ReadAsync(response, TelnyxJson.Default.DialAnswer, token), cancellationToken);
        return answer?.Data?.CallControlId is { Length: > 0 and <= 1000 } id
            ? id
            : throw new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Protocol);
    }

    private static CarrierNumber NumberOf(NumberItem item) => new(item.Id!, item.PhoneNumber!, item.ConnectionName, item.ConnectionId);

    private static string NewCommandId() => Guid.NewGuid().ToString();

    /// <summary>False for 90018, "call has already ended": whatever was asked of it is moot.</summary>
    private Task<bool> CommandAsync<T>(string callControlId, string action, T command, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var address = endpoint.Http($"/v2/calls/{Uri.EscapeDataString(callControlId)}/actions/{action}");
        HttpRequestMessage Request() => new(HttpMethod.Post, address) { Content = JsonContent.Create(command, type) };
        return SendAsync(Request, static (response, _) => Task.FromResult(response.IsSuccessStatusCode), cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendOnceAsync(request, read, cancellationToken);
        }
        catch (ProviderException trouble) when (trouble.Kind is ProviderErrorKind.Unavailable or ProviderErrorKind.Timeout)
        {
            return await SendOnceAsync(request, read, cancellationToken);
        }
    }

    private async Task<T> SendOnceAsync<T>(
        Func<HttpRequestMessage> makeRequest, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerDeadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = makeRequest();
        KeyHeader.Scheme("Bearer").Put(request.Headers, key);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (!response.IsSuccessStatusCode)
            {
                await ThrowUnlessEndedAsync(response, linked.Token);
            }

            return await read(response, linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Timeout);
        }
        catch (HttpRequestException)
        {
            throw new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Unavailable);
        }
    }

    private static async Task ThrowUnlessEndedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = await ReadErrorCodeAsync(response, cancellationToken);
        if (code is "90018")
        {
            return;
        }

        var kind = ((int)response.StatusCode, code) switch
        {
            (_, "20012" or "20013") => ProviderErrorKind.QuotaExceeded,
            (401 or 403, _) => ProviderErrorKind.Unauthorized,
            (429, _) or (_, "90041" or "90042" or "90043") => ProviderErrorKind.RateLimited,
            ( >= 500, _) => ProviderErrorKind.Unavailable,
            _ => ProviderErrorKind.Rejected,
        };
        throw new ProviderException(ProviderName.Telnyx, kind) { StatusCode = (int)response.StatusCode, Code = code };
    }

    private static async Task<string?> ReadErrorCodeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadFromJsonAsync(TelnyxJson.Default.ErrorEnvelope, cancellationToken);
            var code = body?.Errors is [{ Code: { } first }, ..] ? first : null;
            return code is { Length: <= 10 } && code.All(char.IsAsciiDigit) ? code : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    // An invalid operation is a text in a character set that does not exist.
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or HttpRequestException or IOException)
        {
            throw new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Protocol);
        }
    }
}
