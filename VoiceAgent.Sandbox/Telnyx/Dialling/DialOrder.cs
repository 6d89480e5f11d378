namespace VoiceAgent.Sandbox.Telnyx.Dialling;

/// <summary>The body of <c>POST /v2/calls</c>, read as strictly as Telnyx does.</summary>
internal sealed record DialOrder
{
    private const int DefaultTimeLimit = 14_400;

    public required string ConnectionId { get; init; }

    public required string To { get; init; }

    public required string From { get; init; }

    public Uri? WebhookUrl { get; init; }

    public string? ClientState { get; init; }

    public string? CommandId { get; init; }

    public required TimeSpan RingTimeout { get; init; }

    /// <summary>Counted from the answer.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <exception cref="TelnyxRefusalException">A field is missing or wrong.</exception>
    public static DialOrder Read(CommandBody body)
    {
        var connection = body.RequiredText("connection_id");
        if (connection != TelnyxSimulator.ConnectionId)
        {
            throw new TelnyxRefusalException(TelnyxError.Invalid("connection_id", "The connection is not a Call Control application with a valid webhook URL."));
        }

        if (body.Raw("stream_url") is not null)
        {
            throw new TelnyxRefusalException(TelnyxError.Invalid("stream_url", "The simulated Telnyx opens streams by streaming_start only."));
        }

        return new DialOrder
        {
            ConnectionId = connection,
            To = Number(body, "to"),
            From = Number(body, "from"),
            WebhookUrl = body.Address("webhook_url", "http", "https"),
            ClientState = body.ClientState(),
            CommandId = body.CommandId,
            RingTimeout = Seconds(body, "timeout_secs", 30, 5, 600),
            TimeLimit = Seconds(body, "time_limit_secs", DefaultTimeLimit, 30, DefaultTimeLimit),
        };
    }

    internal static string Number(CommandBody body, string field)
    {
        var number = body.RequiredText(field);
        return TelnyxSimulator.IsE164(number)
            ? number
            : throw new TelnyxRefusalException(new TelnyxError(422, "10016", "Phone number must be in +E164 format", $"'{field}' must be +E.164.") { Pointer = $"/{field}" });
    }

    internal static TimeSpan Seconds(CommandBody body, string field, int fallback, int least, int most)
    {
        var seconds = body.Number(field) ?? fallback;
        return seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new TelnyxRefusalException(new TelnyxError(422, "10033", "Value out of range", $"{field} must be {least} to {most}.") { Pointer = $"/{field}" });
    }
}
