using System.Globalization;
using System.Security.Cryptography;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Web.Hosting.Sandbox;

/// <summary>
/// Makes accounts of which each has its own keys, agent, number and API token: whoever measures the sandbox calls one number for one
/// question, so that nothing of one call reaches into another.
/// </summary>
internal sealed class TrialAccounts(
    Registration registration,
    IProviderKeys keys,
    AgentRepository agents,
    PhoneLines lines,
    AgentToolsets toolsets,
    AccessTokens tokens,
    SandboxHost sandbox,
    SandboxCalls calls,
    TimeProvider time)
{
    /// <summary>Null when the request names a provider that there is none of, or a key that is refused.</summary>
    public async Task<MadeTrialAccount?> MakeAsync(TrialAccountRequest request, CancellationToken cancellationToken)
    {
        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var email = string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}@sandbox.example");
        var result = await registration.CreateAsync(email, password, isDemo: true, cancellationToken);
        var user = (result.User ?? throw new InvalidOperationException($"The account could not be made: {result.Problem}")).User;
        foreach (var (slug, key) in request.Keys)
        {
            if (!await SaveKeyAsync(user, slug, key, cancellationToken))
            {
                return null;
            }
        }

        if (Order(request.SpeechToText) is not { } listens || Order(request.LanguageModel) is not { } answers || Order(request.TextToSpeech) is not { } speaks)
        {
            return null;
        }

        var agent = new Agent
        {
            Id = AgentId.New(),
            AccountId = user.AccountId,
            Name = "Trial",
            Instructions = request.Instructions,
            Greeting = request.Greeting,
            SpeechToText = listens,
            LanguageModel = answers,
            Picks = Picks(request, listens, answers),
            TextToSpeech = speaks,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        };
        await agents.InsertAsync(user.AccountId, agent, cancellationToken);
        await toolsets.ChangeAsync(user.AccountId, agent.Id, toolset => WithTool(toolset, request), cancellationToken);
        await lines.AssignAsync(user.AccountId, request.Number, agent.Id, cancellationToken);
        await calls.ConnectAsync(user.AccountId, request.Number, cancellationToken);
        var token = await tokens.CreateAsync(user.AccountId, user.Id, new AccessTokenRequest("Trial", [AccessTokenScopes.CallsRead], 1), cancellationToken);
        return new MadeTrialAccount(request.Number, token.Text ?? throw new InvalidOperationException("The token could not be made."), sandbox.Sandbox.Address);
    }

    private AgentToolset WithTool(AgentToolset toolset, TrialAccountRequest request) => request.Tool is not { } call ? toolset : toolset with
    {
        Fillers = [request.Filler],
        HttpTools =
        [
            new HttpTool
            {
                Id = HttpToolId.New(),
                Name = "check_stock",
                Description = "Tells how many of an article are in stock.",
                Url = new Uri(sandbox.Sandbox.Address, "tool/stock") + $"?call={Uri.EscapeDataString(call)}&item={{item}}",
                Schema = """{"type":"object","properties":{"item":{"type":"string"}},"required":["item"],"additionalProperties":false}""",
                Timeout = TimeSpan.FromSeconds(3),
            },
        ],
    };

    private async Task<bool> SaveKeyAsync(User user, string slug, string key, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(slug) is not { } provider)
        {
            return false;
        }

        var publicKey = provider.Name is ProviderName.Telnyx ? await sandbox.Sandbox.TelnyxPublicKeyAsync(cancellationToken) : null;
        var outcome = await keys.SaveAsync(user.AccountId, user.Id, provider.Name, new KeyInput { Key = key, WebhookPublicKey = publicKey }, cancellationToken);
        return outcome.Saved;
    }

    private static ProviderPicks Picks(TrialAccountRequest request, ProviderOrder listens, ProviderOrder answers)
    {
        var picks = ProviderPicks.None;
        picks = listens.Count > 0 ? picks.With(new ProviderPick { Provider = listens[0], Model = request.SpeechToTextModel }) : picks;
        return picks.With(new ProviderPick { Provider = answers.Count > 0 ? answers[0] : ProviderName.OpenAI, Model = request.Model });
    }

    private static ProviderOrder? Order(IReadOnlyList<string> slugs)
    {
        var known = slugs.Select(slug => ProviderCatalog.FindBySlug(slug)?.Name).ToList();
        return known.Contains(null) ? null : [.. known.OfType<ProviderName>()];
    }
}

/// <summary>Body of <c>POST /sandbox/accounts</c>.</summary>
internal sealed record TrialAccountRequest
{
    /// <summary>+E.164.</summary>
    public required string Number { get; init; }

    /// <summary>By the provider's slug.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    public IReadOnlyList<string> SpeechToText { get; init; } = [];

    public IReadOnlyList<string> LanguageModel { get; init; } = [];

    public IReadOnlyList<string> TextToSpeech { get; init; } = [];

    public string? SpeechToTextModel { get; init; }

    public string? Model { get; init; }

    public required string Instructions { get; init; }

    public string Greeting { get; init; } = string.Empty;

    /// <summary>Gives the agent a tool at the sandbox's shop, which asks under this name; null is an agent without tools.</summary>
    public string? Tool { get; init; }

    /// <summary>What the agent says while the tool runs.</summary>
    public string Filler { get; init; } = "One moment, please.";
}

/// <summary>Answer of <c>POST /sandbox/accounts</c>.</summary>
/// <param name="Number">Rings at the account's agent.</param>
/// <param name="Token">For <c>/api/v1/calls</c>.</param>
/// <param name="Sandbox">Which carries the calls.</param>
internal sealed record MadeTrialAccount(string Number, string Token, Uri Sandbox);
