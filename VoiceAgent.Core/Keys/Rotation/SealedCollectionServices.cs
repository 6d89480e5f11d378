using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>Registers the collections that hold sealed secrets.</summary>
public static class SealedCollectionServices
{
    /// <summary>The collection itself is made available with <see cref="VoiceAgentServices.AddDocuments"/>.</summary>
    public static IServiceCollection AddSealedDocuments<T>(this IServiceCollection services, SealedDocuments<T> declaration)
        where T : class =>
        services.AddSingleton<ISealedCollection>(provider => new SealedCollection<T>(
            declaration, provider.GetRequiredService<IDocuments<T>>(), provider.GetRequiredService<KeyVault>()));
}
