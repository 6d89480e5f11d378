using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Readiness;

/// <summary>Judges from the stored keys, without opening one, which providers a call would use and what is missing.</summary>
internal sealed class CallReadinessService(IProviderKeys keys, IVaultStatus vault, CallableProviders callable, ProviderEndpoints endpoints) : ICallReadinessService, IProviderSelector
{
    private const string KeysPage = "/settings";

    public async Task<CallReadiness> EvaluateAsync(AccountId account, Agent? agent, CancellationToken cancellationToken)
    {
        if (vault.State.LockedBecause is { } reason)
        {
            return new CallReadiness { Missing = [Locked(reason)] };
        }

        return Judge(await keys.ListAsync(account, cancellationToken), agent);
    }

    /// <summary>What is missing with these keys, whatever the vault's state.</summary>
    public CallReadiness Judge(IReadOnlyList<ProviderKeyInfo> stored, Agent? agent)
    {
        var categories = Enum.GetValues<ProviderCategory>();
        return new CallReadiness
        {
            Missing = [.. categories.Select(category => FindMissing(category, stored, agent)).OfType<MissingPart>()],
            Warnings = [.. categories.Select(category => FindSpent(category, stored, agent)).OfType<MissingPart>()],
        };
    }

    /// <summary>Whether calls could use one of these keys for the category.</summary>
    public bool HasUsable(ProviderCategory category, IReadOnlyList<ProviderKeyInfo> stored) => Choose(category, stored, agent: null).Length > 0;

    public async Task<ProviderSelection?> SelectAsync(AccountId account, Agent? agent, CancellationToken cancellationToken)
    {
        if (vault.State.IsLocked)
        {
            return null;
        }

        var stored = await keys.ListAsync(account, cancellationToken);
        return Choose(ProviderCategory.SpeechToText, stored, agent) is { Length: > 0 } speechToText
            && Choose(ProviderCategory.LanguageModel, stored, agent) is { Length: > 0 } languageModel
            && Choose(ProviderCategory.TextToSpeech, stored, agent) is { Length: > 0 } textToSpeech
                ? new ProviderSelection([.. speechToText], [.. languageModel], [.. textToSpeech])
                : null;
    }

    private ProviderName[] Choose(ProviderCategory category, IReadOnlyList<ProviderKeyInfo> stored, Agent? agent)
    {
        var order = OrderOf(agent, category);
        var candidates = order.Length > 0 ? order : endpoints.OfferedIn(category).Select(provider => provider.Name);
        var usable = candidates.Where(provider => callable.Contains(provider) && Find(stored, provider) is { IsUsable: true });
        return [.. usable.OrderBy(provider => Find(stored, provider)!.IsSpent)];
    }

    /// <summary>A part whose only key may have no credit any more: calls start, and may break off.</summary>
    private MissingPart? FindSpent(ProviderCategory category, IReadOnlyList<ProviderKeyInfo> stored, Agent? agent) =>
        Choose(category, stored, agent) is [var chosen, ..] && Find(stored, chosen) is { IsSpent: true } key
            ? Part(category, [chosen], MissingReason.NoCredit, Explain(key))
            : null;

    private MissingPart? FindMissing(ProviderCategory category, IReadOnlyList<ProviderKeyInfo> stored, Agent? agent)
    {
        if (Choose(category, stored, agent).Length == 0)
        {
            return OrderOf(agent, category) is { Length: > 0 } order ? UnusableChoice(category, order, stored) : NoUsableKey(category, stored);
        }

        return category is ProviderCategory.Telephony && Find(stored, ProviderName.Telnyx) is { HasWebhookPublicKey: false }
            ? Part(
                category,
                [ProviderName.Telnyx],
                MissingReason.NoWebhookPublicKey,
                "The Telnyx key has no webhook public key. Enter it, or test the key to fetch it from Telnyx.")
            : null;
    }

    private MissingPart NoUsableKey(ProviderCategory category, IReadOnlyList<ProviderKeyInfo> stored)
    {
        ProviderInfo[] providers = [.. endpoints.OfferedIn(category)];
        ProviderName[] names = [.. providers.Select(provider => provider.Name)];
        ProviderKeyInfo[] unusable = [.. providers.Select(provider => Find(stored, provider.Name)).OfType<ProviderKeyInfo>()];
        var title = ProviderCatalog.DisplayName(category);
        if (unusable.Length == 0)
        {
            return Part(category, names, MissingReason.NoKey, $"No {title} key. Add {Either(names)}.");
        }

        ProviderName[] others = [.. names.Except(unusable.Select(key => key.Provider)).Where(callable.Contains)];
        var mendable = unusable.Any(key => !key.IsUsable);
        var instead = others.Length == 0 ? string.Empty : $" {(mendable ? "Or add" : "Add")} {Either(others)}.";
        return Part(category, names, MissingReason.KeyUnusable, $"No usable {title} key. {string.Join(' ', unusable.Select(Explain))}{instead}");
    }

    private MissingPart UnusableChoice(ProviderCategory category, ProviderName[] order, IReadOnlyList<ProviderKeyInfo> stored)
    {
        var title = ProviderCatalog.DisplayName(category);
        var why = order.Select(choice => Find(stored, choice) is { } key ? Explain(key) : $"There is no {Name(choice)} key: add one.");
        return Part(
            category,
            order,
            MissingReason.AgentChoice,
            $"The agent's {title} is {Either(order)}. {string.Join(' ', why)} Or choose another provider for the agent.");
    }

    private string Explain(ProviderKeyInfo key)
    {
        var name = Name(key.Provider);
        return key switch
        {
            { StoredFor: { } place } => $"The {name} key was stored for {place} and is not sent elsewhere: enter the key again.",
            { IsUsable: true } when !callable.Contains(key.Provider) => $"The {name} key is stored, but calls cannot run on {name} in this version.",
            { Status: KeyStatus.QuotaExceeded } => $"The {name} account has no credit left: add credit there, then test the key.",
            { Status: KeyStatus.Disabled } => $"The {name} key is switched off: switch it on again.",
            { Status: KeyStatus.Expired } => $"The {name} key has expired: enter a new one, or change its date.",
            { Status: KeyStatus.NeedsReentry } => $"The stored {name} key can no longer be read: enter it again.",
            _ => $"{name} refused the stored key: replace it.",
        };
    }

    private static MissingPart Locked(string reason) => new(
        ProviderCategory.Telephony,
        [],
        MissingReason.VaultLocked,
        $"The key vault is locked, so no call can start. {reason}",
        KeysPage);

    private static MissingPart Part(ProviderCategory category, IReadOnlyList<ProviderName> providers, MissingReason reason, string message) =>
        new(category, providers, reason, message, $"{KeysPage}#{Anchor(category)}");

    private static string Anchor(ProviderCategory category) => ProviderCatalog.DisplayName(category).Replace(' ', '-');

    private static ProviderName[] OrderOf(Agent? agent, ProviderCategory category) =>
        [.. agent?.OrderOf(category).Where(provider => ProviderCatalog.Get(provider).Category == category) ?? []];

    private static ProviderKeyInfo? Find(IReadOnlyList<ProviderKeyInfo> stored, ProviderName provider) =>
        stored.FirstOrDefault(key => key.Provider == provider);

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;

    /// <summary>"Deepgram, Soniox or AssemblyAI".</summary>
    private static string Either(ProviderName[] providers)
    {
        var names = Array.ConvertAll(providers, Name);
        return names is [var only] ? only : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}
