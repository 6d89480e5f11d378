using Microsoft.Extensions.Hosting;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>Asks the database for a sign of life when the host starts, so that a wrong address is told then.</summary>
internal sealed class MongoConnector(MongoDocumentStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
