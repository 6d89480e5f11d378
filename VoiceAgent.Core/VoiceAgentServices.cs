using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
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
        return services;
    }

    private static IServiceCollection AddTelephony(this IServiceCollection services)
    {
        services.AddDocuments(PhoneLines.Collection);
        services.AddSingleton<PhoneLines>();
        services.AddDocuments(SeenWebhooks.Collection);
        services.AddSingleton<SeenWebhooks>();
        services.AddHttpClient(TelnyxProvider.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(2),
            });
        services.AddSingleton<ITelephonyProvider, TelnyxProvider>();
        services.AddSingleton<INumberImport, CarrierNumberImport>();
        return services;
    }

    private static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddDocuments(CallRepository.Collection);
        services.AddSingleton<CallRepository>();
        services.AddSingleton<CallRegistry>();
        services.AddSingleton<RingingCalls>();
        services.AddSingleton<MediaTokens>();
        services.AddSingleton<CallPreparation>();
        services.AddSingleton<CallAdmission>();
        services.AddSingleton<CallHost>();
        services.AddSingleton<InboundCalls>();
        services.AddOptions<CallsOptions>().BindConfiguration(CallsOptions.SectionName)
            .Validate(options => options.MaxLiveCalls > 0 && options.DrainTimeout >= TimeSpan.Zero && options.EndTimeout >= TimeSpan.Zero,
                "Calls:MaxLiveCalls must be above 0; Calls:DrainTimeout and Calls:EndTimeout must not be negative.")
            .ValidateOnStart();
        services.AddHostedService<CallDrainService>();
        services.AddSingleton<CarrierEventQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<CarrierEventQueue>());
        return services;
    }
}
