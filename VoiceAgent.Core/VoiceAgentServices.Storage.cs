using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Adapters.Mongo;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Storage.Copying;

namespace VoiceAgent.Core;

/// <summary>Where documents are kept.</summary>
public static partial class VoiceAgentServices
{
    /// <summary>Makes <see cref="IDocuments{T}"/> of the collection available, and the collection known to whoever copies storage.</summary>
    public static IServiceCollection AddDocuments<T>(this IServiceCollection services, DocumentCollection<T> collection)
        where T : class
    {
        services.AddSingleton<RegisteredCollection>(new RegisteredCollection<T>(collection));
        return services.AddSingleton(provider => provider.GetRequiredService<IDocumentStore>().Open(collection));
    }

    private static IServiceCollection AddVoiceAgentStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<StorageOptions>, MongoUriValidator>();
        services.AddSingleton<SqliteDocumentStore>();
        services.AddSingleton<MongoDocumentStore>();
        services.AddSingleton<IDocumentStore>(provider => UsesMongo(provider)
            ? provider.GetRequiredService<MongoDocumentStore>()
            : provider.GetRequiredService<SqliteDocumentStore>());
        services.AddSingleton<IHostedService>(provider => UsesMongo(provider)
            ? ActivatorUtilities.CreateInstance<MongoConnector>(provider)
            : ActivatorUtilities.CreateInstance<SqliteExpirySweeper>(provider));
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        services.AddSingleton(provider => new StorageLocations(
            OpenArchive,
            options => OpenStore(options, provider.GetRequiredService<TimeProvider>()),
            () => provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<StorageCopier>();
        return services;
    }

    private static bool UsesMongo(IServiceProvider provider) => provider.GetRequiredService<IOptions<StorageOptions>>().Value.UsesMongo;

    private static IStorageArchive OpenArchive(StorageOptions options, bool isTarget) => options switch
    {
        { UsesMongo: true } => new MongoArchive(options),
        _ when isTarget => SqliteArchive.OpenTarget(options.Path),
        _ => SqliteArchive.OpenSource(options.Path),
    };

    private static IDocumentStore OpenStore(StorageOptions options, TimeProvider time) =>
        options.UsesMongo ? new MongoDocumentStore(Options.Create(options), time) : new SqliteDocumentStore(Options.Create(options), time);
}
