namespace VoiceAgent.Core.Accounts;

/// <summary>The tenant. Every sign-up makes one; keys, agents, numbers and calls belong to it and to nothing else.</summary>
public sealed record Account
{
    public required AccountId Id { get; init; }

    /// <summary>Shown in the UI; the e-mail address of the first user unless changed.</summary>
    public required string Name { get; init; }

    /// <summary>128 random bits, in the path of this account's webhook address (<c>/hooks/telnyx/{token}</c>).</summary>
    public required string WebhookToken { get; init; }

    /// <summary>Whether this is the sandbox's demo account.</summary>
    public bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
