using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core;

/// <summary>The one registration file: the only place that knows which adapter stands behind which port.</summary>
public static class VoiceAgentServices
{
    public static IServiceCollection AddVoiceAgentCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddVoiceAgentStorage(configuration)
            .AddAccountsAndAgents()
            .AddKeyVault(configuration)
            .AddSpeechAndModels()
            .AddTelephony()
            .AddCalls();
    }

    /// <summary>Makes <see cref="IDocuments{T}"/> of the collection available.</summary>
    public static IServiceCollection AddDocuments<T>(this IServiceCollection services, DocumentCollection<T> collection)
        where T : class =>
        services.AddSingleton(provider => provider.GetRequiredService<IDocumentStore>().Open(collection));

    private static IServiceCollection AddVoiceAgentStorage(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services;
    }

    private static IServiceCollection AddAccountsAndAgents(this IServiceCollection services)
    {
        services.AddDocuments(AccountRepository.Collection);
        services.AddSingleton<AccountRepository>();
        services.AddDocuments(AgentRepository.Collection);
        services.AddSingleton<AgentRepository>();
        return services;
    }

    private static IServiceCollection AddKeyVault(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services;
    }

    private static IServiceCollection AddSpeechAndModels(this IServiceCollection services)
    {
        services.AddSingleton<ProviderTransport>();
        services.AddSingleton<ISpeechToTextFactory, DeepgramFactory>();
        services.AddSingleton<ILanguageModelFactory, OpenAIFactory>();
        services.AddSingleton<ITextToSpeechFactory, ElevenLabsFactory>();
        return services;
    }

    private static IServiceCollection AddTelephony(this IServiceCollection services)
    {
        services.AddDocuments(PhoneLines.Collection);
        services.AddSingleton<PhoneLines>();
        return services;
    }

    private static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddDocuments(CallRepository.Collection);
        services.AddSingleton<CallRepository>();
        return services;
    }
}
