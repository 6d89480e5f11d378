using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Compatible;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Adapters.MongoLegacy;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Silero;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Notices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core;

/// <summary>The one registration file: the only place that knows which adapter stands behind which port.</summary>
public static partial class VoiceAgentServices
{
    public static IServiceCollection AddVoiceAgentCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddVoiceAgentStorage(configuration)
            .AddAccountsAndAgents()
            .AddKeyVault()
            .AddSpeechAndModels()
            .AddTelephony()
            .AddFailover()
            .AddTools()
            .AddReplay()
            .AddCalls();
    }

    private static IServiceCollection AddAccountsAndAgents(this IServiceCollection services)
    {
        services.AddUserAccounts();
        services.AddDocuments(AccessToken.Collection);
        services.AddSingleton<AccessTokens>();
        services.AddDocuments(AgentRepository.Collection);
        services.AddSingleton<AgentRepository>();
        services.AddDocuments(AuditEntry.Collection);
        services.AddAuditTrail();
        services.AddDocuments(AccountNotice.Collection);
        services.AddSingleton<INotices, NoticeBoard>();
        return services;
    }

    private static IServiceCollection AddKeyVault(this IServiceCollection services)
    {
        services.AddOptions<VaultOptions>().BindConfiguration(VaultOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VaultOptions>, VaultOptionsValidator>();
        services.TryAddSingleton(provider => ProviderEndpointSettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddHostedService<ProviderEndpointsCheck>();
        services.AddSingleton<KeyVault>();
        services.AddSingleton<IVaultStatus>(provider => provider.GetRequiredService<KeyVault>());
        services.AddDocuments(RootKeyRecord.Collection);
        services.AddDocuments(VaultNode.Collection);
        services.AddVaultRotation();
        services.AddHealthChecks().AddCheck<VaultHealthCheck>("vault");

        services.AddDocuments(ProviderKeyStore.Collection);
        services.AddSealedDocuments(ProviderKeyStore.Sealed);
        services.AddSingleton<ProviderKeyStore>();
        services.AddSingleton<KeyWriter>();
        services.AddKeyWatch();
        services.AddSingleton<ProviderKeys>();
        services.AddSingleton<IProviderKeys>(provider => new SpeechForgettingKeys(provider.GetRequiredService<ProviderKeys>(), provider.GetRequiredService<PreparedLines>()));
        services.AddSingleton<CallReadinessService>();
        services.AddSingleton<ICallReadinessService>(provider => provider.GetRequiredService<CallReadinessService>());
        services.AddSingleton<IKeyRemoval, KeyRemoval>();
        services.AddSingleton<IProviderSelector>(provider => provider.GetRequiredService<CallReadinessService>());
        services.AddDocuments(LegacyImportRecord.Collection);
        services.AddLegacyImport();
        services.AddSingleton<ILegacyStore, MongoLegacyStore>();
        return services.AddKeyTests();
    }

    private static IServiceCollection AddKeyTests(this IServiceCollection services)
    {
        services.AddSingleton<KeyTestClient>();
        services.AddSingleton<IKeyTest, DeepgramKeyTest>().AddProviderHttpClient(DeepgramKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, SonioxKeyTest>().AddProviderHttpClient(SonioxKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, AssemblyAIKeyTest>().AddProviderHttpClient(AssemblyAIKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, OpenAIKeyTest>().AddProviderHttpClient(OpenAIKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, XaiKeyTest>().AddProviderHttpClient(XaiKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, CompatibleKeyTest>().AddProviderHttpClient(CompatibleKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, ElevenLabsKeyTest>().AddProviderHttpClient(ElevenLabsKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, HumeKeyTest>().AddProviderHttpClient(HumeKeyTest.HttpClientName);
        services.AddSingleton<IKeyTest, TelnyxKeyTest>().AddProviderHttpClient(TelnyxKeyTest.HttpClientName);
        return services;
    }

    private static IServiceCollection AddSpeechAndModels(this IServiceCollection services)
    {
        services.AddSingleton(provider => new CallableProviders(new HashSet<ProviderName>(
        [
            .. provider.GetServices<ISpeechToTextFactory>().Select(factory => factory.Provider),
            .. provider.GetServices<ILanguageModelFactory>().Select(factory => factory.Provider),
            .. provider.GetServices<ITextToSpeechFactory>().Select(factory => factory.Provider),
            provider.GetRequiredService<ITelephonyProvider>().Provider,
        ])));
        services.AddSingleton(_ => SileroDetectors.Load(SileroWeights.DefaultPath));
        services.AddHealthChecks().AddCheck<VoiceActivityHealthCheck>("voiceActivity");
        services.AddMetrics();
        services.AddSingleton<TransportMetrics>();
        services.AddSingleton<ProviderTransports>();
        services.AddSingleton<ISpeechToTextFactory, DeepgramFactory>();
        services.AddSingleton<ISpeechToTextFactory, SonioxFactory>();
        services.AddSingleton<ISpeechToTextFactory, AssemblyAIFactory>();
        services.AddProviderChoices();
        services.AddSingleton<ILanguageModelFactory, OpenAIFactory>();
        services.AddSingleton<ILanguageModelFactory, XaiFactory>();
        services.AddSingleton<ILanguageModelFactory, CompatibleFactory>();
        services.AddOptions<ElevenLabsOptions>().BindConfiguration(ElevenLabsOptions.SectionName);
        services.AddSingleton<ITextToSpeechFactory, ElevenLabsFactory>();
        services.AddSingleton<ITextToSpeechFactory, HumeFactory>();
        services.AddSingleton<IVoicePreviews, VoicePreviews>();
        services.AddHostedService<SpokenTextWarmUp>();
        return services;
    }

    private static IServiceCollection AddProviderChoices(this IServiceCollection services)
    {
        services.AddProviderHttpClient(ProviderLists.HttpClientName);
        services.AddSingleton<ProviderLists>();
        services.AddSingleton<IChoiceList, DeepgramModelList>();
        services.AddSingleton<IChoiceList, DeepgramLanguageList>();
        services.AddSingleton<IChoiceList, SonioxModelList>();
        services.AddSingleton<IChoiceList, SonioxLanguageList>();
        services.AddSingleton<IChoiceList, AssemblyAIModelList>();
        services.AddSingleton<IChoiceList, OpenAIModelList>();
        services.AddSingleton<IChoiceList, XaiModelList>();
        services.AddSingleton<IChoiceList, CompatibleModelList>();
        services.AddSingleton<IChoiceList, ElevenLabsVoiceList>();
        services.AddSingleton<IChoiceList, ElevenLabsLanguageList>();
        services.AddSingleton<IChoiceList, ElevenLabsModelList>();
        services.AddSingleton<IChoiceList, HumeVoiceList>();
        services.AddSingleton<IChoiceList, HumeModelList>();
        services.AddSingleton<IProviderChoices, ProviderChoices>();
        return services;
    }

    private static IServiceCollection AddTelephony(this IServiceCollection services)
    {
        services.AddDocuments(PhoneLines.Collection);
        services.AddSingleton<PhoneLines>();
        services.AddDocuments(SeenWebhooks.Collection);
        services.AddSingleton<SeenWebhooks>();
        services.AddMetrics();
        services.AddSingleton<TelephonyMetrics>();
        services.AddProviderHttpClient(TelnyxProvider.HttpClientName);
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
        services.AddSingleton<CallOpener>();
        services.AddSingleton<CallAdmission>();
        services.AddSingleton<ServerLateness>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerLateness>());
        services.AddSingleton<CallHost>();
        services.AddSingleton<CallConnections>();
        services.AddSingleton<InboundCalls>();
        services.AddSingleton<CarrierEvents>();
        services.AddSingleton<UnannouncedCalls>();
        services.AddOutgoingCalls();
        services.AddOptions<CallsOptions>().BindConfiguration(CallsOptions.SectionName)
            .Validate(options => options.MaxLiveCalls > 0 && options.DrainTimeout >= TimeSpan.Zero && options.EndTimeout >= TimeSpan.Zero && options.MaxLateness >= TimeSpan.Zero,
                "Calls:MaxLiveCalls must be above 0; Calls:DrainTimeout, Calls:EndTimeout and Calls:MaxLateness must not be negative.")
            .ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<CallsOptions>>(
            static (host, calls) => host.ShutdownTimeout = calls.Value.DrainTimeout + calls.Value.EndTimeout + TimeSpan.FromSeconds(5));
        services.AddHostedService<CallDrainService>();
        services.AddSingleton<CarrierEventQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<CarrierEventQueue>());
        return services;
    }
}
