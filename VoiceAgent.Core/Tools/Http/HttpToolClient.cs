using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;

namespace VoiceAgent.Core.Tools.Http;

/// <summary>Makes the requests of HTTP tools, within the limits of their accounts. Thread-safe.</summary>
public sealed class HttpToolClient(OutboundHttp outbound, ToolSecrets secrets, AccountBudget budget, IOptions<ToolOptions> options, TimeProvider time)
{
    private const int MaxErrorText = 300;

    /// <summary>Never throws but for a cancellation by the caller: what goes wrong is told in the answer.</summary>
    public async Task<HttpToolAnswer> SendAsync(HttpToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var began = time.GetTimestamp();
        HttpToolAnswer Failed(string text, int? status = null) => new(text, true, status, time.GetElapsedTime(began));
        using var place = budget.TryEnter(call.Account);
        if (place is null)
        {
            return Failed("Too many requests of tools at the moment. Try again later.");
        }

        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(call.Tool.Timeout);
        try
        {
            using var request = HttpToolRequest.Build(call.Tool, call.Arguments, out var problem);
            if (request is null)
            {
                return Failed(problem!);
            }

            if (outbound.FindProblem(request.RequestUri) is { } refused)
            {
                return Failed(refused);
            }

            if (await AddSecretsAsync(request, call, deadline.Token) is { } missing)
            {
                return Failed(missing);
            }

            using var response = await outbound.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var (text, isFailure) = await ReadAsync(call.Tool, response, deadline.Token);
            return new HttpToolAnswer(text, isFailure, (int)response.StatusCode, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return Failed("The service did not answer in time.");
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.InnerException is OutboundRefusedException ? OutboundRefusedException.Words : "The service could not be reached.");
        }
        catch (IOException)
        {
            return Failed("The service broke off its answer.");
        }
    }

    private async Task<string?> AddSecretsAsync(HttpRequestMessage request, HttpToolCall call, CancellationToken cancellationToken)
    {
        if (call.Tool.SecretHeaders.Count == 0)
        {
            return null;
        }

        try
        {
            var headers = await secrets.OpenAsync(call.Account, call.Tool.Id.ToString(), HttpToolRequest.HostOf(call.Tool)!, cancellationToken);
            return headers is not null && headers.Count == call.Tool.SecretHeaders.Count && headers.All(header => HttpToolRequest.TryAdd(request, header.Key, header.Value))
                ? null
                : "A secret header of the tool has to be entered again by its owner.";
        }
        catch (VaultLockedException)
        {
            return "The tool cannot be used at the moment, because the key vault is locked.";
        }
    }

    private async Task<(string Text, bool IsFailure)> ReadAsync(HttpTool tool, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"The service answered with a redirect ({status}), which is not followed. The tool's address has to be the final one."), true);
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "text/plain";
        if (!type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.Contains("json", StringComparison.OrdinalIgnoreCase) && !type.Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            return ($"The service answered with {type}, which is no text.", true);
        }

        var body = await BoundedAsync(response, cancellationToken);
        if (status >= 400)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"The service answered with status {status}. {(body.Length > MaxErrorText ? body[..MaxErrorText] : body)}").Trim(), true);
        }

        return (body.Length == 0 ? "Done." : Selected(tool, body), false);
    }

    private async Task<string> BoundedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[options.Value.MaxResponseBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    // JSON without the blanks it was sent with; what is no JSON, or was cut off, as it is.
    private static string Selected(HttpTool tool, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (tool.Select.Count == 0)
            {
                return JsonSerializer.Serialize(json.RootElement);
            }

            if (tool.Select is [var only])
            {
                return JsonPointer.Find(json.RootElement, only) is { } found ? JsonSerializer.Serialize(found) : "null";
            }

            var parts = new JsonObject();
            foreach (var pointer in tool.Select)
            {
                parts[pointer] = JsonPointer.Find(json.RootElement, pointer) is { } found ? JsonNode.Parse(found.GetRawText()) : null;
            }

            return parts.ToJsonString();
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
