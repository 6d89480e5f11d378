using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Core.Adapters.Compatible;

/// <summary>The server that the account has chosen among the operator's, spoken to as it says it can be.</summary>
internal sealed class CompatibleFactory(ProviderEndpoints endpoints, ProviderTransport transport, TimeProvider time) : ILanguageModelFactory
{
    public ProviderName Provider => ProviderName.Compatible;

    public ILanguageModel Create(KeyLease key)
    {
        var server = endpoints.ServerOf(key);
        return new ChatCompletions(
            CompatibleDialect.Of(server),
            new ApiConnection(path => endpoints.For(key).Http(path), server.RequiresKey ? key : null, transport, time));
    }
}

/// <summary>How the servers are spoken to: what every one of them knows, and no more than the operator says.</summary>
internal static class CompatibleDialect
{
    /// <summary>Behind the address, which has the version in it.</summary>
    public const string ChatPath = "/chat/completions";

    public const string ModelsPath = "/models";

    public static ChatDialect Of(CompatibleServer server) => new()
    {
        Errors = new OpenAIErrors(ProviderName.Compatible),
        DefaultModel = server.DefaultModel,
        Path = ChatPath,
        HasTools = server.HasTools,
        HasToolChoice = false,
        HasUsage = server.HasUsage,
        LimitsByMaxTokens = true,
    };

    /// <summary>The lease's server. Throws <see cref="InvalidOperationException"/> when it is not configured; no such lease is given out.</summary>
    public static CompatibleServer ServerOf(this ProviderEndpoints endpoints, KeyLease key) =>
        endpoints.FindServer(key.Destination.Region) ?? throw new InvalidOperationException("The key's server is not configured.");
}
