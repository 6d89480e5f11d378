using System.ComponentModel;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Api;

/// <summary>A page of the calls.</summary>
public sealed record CallList(IReadOnlyList<CallResource> Calls, [property: Description("All calls of the account.")] long Total);

/// <summary>A call without what was said.</summary>
public sealed record CallResource
{
    public required string Id { get; init; }

    public string? AgentId { get; init; }

    public string? AgentName { get; init; }

    [Description("inbound or outbound.")]
    public required string Direction { get; init; }

    [Description("+E.164, or null when withheld.")]
    public string? From { get; init; }

    public string? To { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    [Description("Null while the call goes on; the rest is as it was when the call began until then.")]
    public DateTimeOffset? EndedAt { get; init; }

    [Description("ringing, answered or ended.")]
    public required string State { get; init; }

    [Description("Of an outgoing call: what the program that asked for it calls it.")]
    public string? Reference { get; init; }

    [Description("Why it ended, such as callerHungUp, lineBusy, nobodyPickedUp, declined, numberUnknown or providerFailed.")]
    public string? EndReason { get; init; }

    [Description("What the owner should know about a call that failed, for people.")]
    public string? Problem { get; init; }

    public static CallResource Of(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new CallResource
        {
            Id = call.Id.ToString(),
            AgentId = call.AgentId?.ToString(),
            AgentName = call.AgentName,
            Direction = KeyResource.Word(call.Direction),
            From = call.From,
            To = call.To,
            StartedAt = call.StartedAt,
            AnsweredAt = call.AnsweredAt,
            EndedAt = call.EndedAt,
            EndReason = call.EndReason is { } reason ? KeyResource.Word(reason) : null,
            Problem = call.Problem,
            Reference = call.Reference,
            State = call switch { { EndedAt: not null } => "ended", { AnsweredAt: not null } => "answered", _ => "ringing" },
        };
    }
}

/// <summary>A call with everything that was said.</summary>
public sealed record CallDetail
{
    public required CallResource Call { get; init; }

    [Description("The providers that carried the call.")]
    public required IReadOnlyList<string> Providers { get; init; }

    [Description("Providers that failed during the call, and who took over.")]
    public required IReadOnlyList<CallIncident> Incidents { get; init; }

    public required IReadOnlyList<TranscriptLineResource> Transcript { get; init; }

    [Description("Latencies of each of the agent's turns, in milliseconds.")]
    public required IReadOnlyList<TurnResource> Turns { get; init; }

    public required int Interruptions { get; init; }

    public static CallDetail Of(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new CallDetail
        {
            Call = CallResource.Of(call),
            Providers = [.. call.Providers.Select(provider => ProviderCatalog.Get(provider).Slug)],
            Incidents = [.. call.Incidents.Select(CallIncident.Of)],
            Transcript = [.. call.Transcript.Select(TranscriptLineResource.Of)],
            Turns = [.. call.Turns.Select(TurnResource.Of)],
            Interruptions = call.Interruptions,
        };
    }
}

/// <summary>A provider that failed during a call.</summary>
public sealed record CallIncident
{
    [Description("From the answer of the call.")]
    public required int AtMs { get; init; }

    public required string Provider { get; init; }

    [Description("unauthorized, quotaExceeded, rateLimited, unavailable, timeout, protocol or rejected.")]
    public required string Kind { get; init; }

    [Description("Who went on in its place; null when nobody did.")]
    public string? TakenOverBy { get; init; }

    public static CallIncident Of(ProviderIncident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return new CallIncident
        {
            AtMs = (int)incident.At.TotalMilliseconds,
            Provider = ProviderCatalog.Get(incident.Provider).Slug,
            Kind = KeyResource.Word(incident.Kind),
            TakenOverBy = incident.TakenOverBy is { } by ? ProviderCatalog.Get(by).Slug : null,
        };
    }
}

/// <summary>One utterance.</summary>
public sealed record TranscriptLineResource
{
    [Description("caller or agent.")]
    public required string Speaker { get; init; }

    [Description("The caller's words, or the agent's as far as the caller heard them.")]
    public required string Text { get; init; }

    [Description("Words of the agent that were written but not heard.")]
    public string? Unheard { get; init; }

    [Description("When it began, from the answer of the call.")]
    public required int AtMs { get; init; }

    public static TranscriptLineResource Of(TranscriptEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new TranscriptLineResource
        {
            Speaker = KeyResource.Word(entry.Speaker),
            Text = entry.Text,
            Unheard = entry.Unheard,
            AtMs = (int)entry.At.TotalMilliseconds,
        };
    }
}

/// <summary>Where the time of a turn went; null where the turn did not come so far.</summary>
public sealed record TurnResource
{
    public required int Turn { get; init; }

    public required bool Interrupted { get; init; }

    public int? TranscriptionDelayMs { get; init; }

    public int? EndOfUtteranceDelayMs { get; init; }

    public int? TimeToFirstTokenMs { get; init; }

    public int? TimeToFirstByteMs { get; init; }

    public int? VoiceToVoiceMs { get; init; }

    public static TurnResource Of(TurnLatency turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return new TurnResource
        {
            Turn = turn.TurnId,
            Interrupted = turn.WasInterrupted,
            TranscriptionDelayMs = Milliseconds(turn.TranscriptionDelay),
            EndOfUtteranceDelayMs = Milliseconds(turn.EndOfUtteranceDelay),
            TimeToFirstTokenMs = Milliseconds(turn.TimeToFirstToken),
            TimeToFirstByteMs = Milliseconds(turn.TimeToFirstByte),
            VoiceToVoiceMs = Milliseconds(turn.VoiceToVoice),
        };
    }

    private static int? Milliseconds(TimeSpan? time) => time is { } known ? (int)known.TotalMilliseconds : null;
}
