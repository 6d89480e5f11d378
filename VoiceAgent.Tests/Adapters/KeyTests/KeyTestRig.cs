using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.KeyTests;

/// <summary>A provider on loopback, written from its page, and the registered key test that is pointed at it.</summary>
internal sealed class KeyTestRig : IAsyncDisposable
{
    private readonly WebApplication _provider;
    private readonly ServiceProvider _services;

    private KeyTestRig(WebApplication provider, ServiceProvider services, IReadOnlyList<SeenRequest> requests)
    {
        _provider = provider;
        _services = services;
        Requests = requests;
    }

    /// <summary>What the provider was asked, in order.</summary>
    public IReadOnlyList<SeenRequest> Requests { get; }

    public static async Task<KeyTestRig> StartAsync(RequestDelegate answer, TimeProvider? time = null)
    {
        var requests = new List<SeenRequest>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = builder.Build();
        provider.Run(context =>
        {
            lock (requests)
            {
                var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                requests.Add(new SeenRequest(context.Request.Method, context.Request.Path + context.Request.QueryString, headers));
            }

            return answer(context);
        });
        await provider.StartAsync();
        var address = provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new KeyTestRig(provider, Services(address, time ?? TimeProvider.System), requests);
    }

    /// <summary>A provider that gives every request the same answer.</summary>
    public static Task<KeyTestRig> AnsweringAsync(int status, string body) => StartAsync(Answer(status, body));

    /// <summary>Nobody listens at the provider's address.</summary>
    public static async Task<KeyTestRig> UnreachableAsync()
    {
        var rig = await StartAsync(Answer(200, "{}"));
        await rig._provider.StopAsync();
        return rig;
    }

    public static RequestDelegate Answer(int status, string body, string contentType = "application/json") => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    };

    public async Task<KeyTestResult> TestAsync(ProviderName provider, string key, CancellationToken cancellationToken = default)
    {
        var destination = _services.GetRequiredService<ProviderEndpoints>().For(provider).Destination;
        using var lease = new KeyLease(AccountId.New(), provider, new KeyDestination(destination), Encoding.ASCII.GetBytes(key));
        return await TestAsync(lease, cancellationToken);
    }

    public Task<KeyTestResult> TestAsync(KeyLease lease, CancellationToken cancellationToken) =>
        _services.GetServices<IKeyTest>().Single(test => test.Provider == lease.Provider).TestAsync(lease, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private static ServiceProvider Services(string address, TimeProvider time)
    {
        var settings = ProviderCatalog.All.Select(provider => KeyValuePair.Create($"Providers:{provider.Slug}:BaseAddress", (string?)$"{address}/{provider.Slug}"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(time);
        services.AddVoiceAgentCore(configuration);
        return services.BuildServiceProvider();
    }
}

/// <summary>One request as the provider saw it.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
