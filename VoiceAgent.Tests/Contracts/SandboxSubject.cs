using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Starts an adapter against its own simulator.</summary>
internal static class SandboxSubject
{
    public static async Task<ContractSubject<TPort>> StartAsync<TPort>(
        ProviderName provider,
        ContractTrouble trouble,
        Func<ProviderEndpoints, ProviderTransport, KeyLease, TPort> create,
        bool keepsConnection = false,
        CompatibleServer? server = null)
    {
        var slug = ProviderCatalog.Get(provider).Slug;
        var options = new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Faults = [.. Faults(slug, trouble)] };
        var sandbox = await SandboxServer.StartAsync(options, CancellationToken.None);
        var address = sandbox.AddressOf(slug);
        server = server is null ? null : server with { BaseUrl = new Uri(sandbox.Address, server.BaseUrl.AbsolutePath) };
        var endpoints = new ProviderEndpoints(
            new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "sandbox") }, servers: server is null ? null : [server]);
        var key = KeyFor(slug, trouble);
        var destination = server is null ? new KeyDestination("sandbox") : new KeyDestination(server.BaseUrl.Authority, Region: server.Id);
        var lease = new KeyLease(AccountId.New(), provider, destination, Encoding.ASCII.GetBytes(key));
        var transport = new ProviderTransport();
        var connections = new ClientConnections(address.Port);
        return new ContractSubject<TPort>
        {
            Port = create(endpoints, transport, lease),
            Secret = key,
            RecordAsync = text => RecordAsync(sandbox, text),
            ConnectedAsync = token => sandbox.Recorded.WaitAsync(record => record.Of(slug).Count > 0, token),
            ReleasedAsync = async token =>
            {
                if (keepsConnection)
                {
                    lease.Dispose();
                }

                await sandbox.Recorded.WaitAsync(record => record.OpenAt(slug) == 0, token);
                await Eventually.HoldsAsync(() => connections.Active == 0);
            },
            Stop = async () =>
            {
                transport.Dispose();
                connections.Dispose();
                lease.Dispose();
                await sandbox.DisposeAsync();
            },
        };
    }

    private static string KeyFor(string slug, ContractTrouble trouble) => trouble switch
    {
        ContractTrouble.Unauthorized => SandboxKeys.Valid(slug)[..^1] + "x",
        ContractTrouble.NoCredit => SandboxKeys.WithoutCredit(slug),
        ContractTrouble.RateLimited => SandboxKeys.RateLimited(slug),
        _ => SandboxKeys.Valid(slug),
    };

    private static IEnumerable<string> Faults(string slug, ContractTrouble trouble) => trouble switch
    {
        ContractTrouble.Garbage => [$"{slug}:garbage@1"],
        ContractTrouble.ClosedEarly => [$"{slug}:close@1"],
        ContractTrouble.Dropped => [$"{slug}:drop@1"],
        ContractTrouble.Silent => [$"{slug}:silence"],
        ContractTrouble.SilentLater => [$"{slug}:silence@{(slug is "openai" or "grok" or "compatible" ? 6 : 2)}"],
        ContractTrouble.SlowDrip => [$"{slug}:slow=30"],
        ContractTrouble.Down => [$"{slug}:503"],
        _ => [],
    };

    private static async Task<byte[]> RecordAsync(SandboxServer sandbox, string text)
    {
        var speech = await sandbox.Voice.SpeakAsync(text, CancellationToken.None);
        sandbox.Utterances.Register(speech);
        var audio = new byte[speech.Samples.Length];
        G711.EncodeMulaw(speech.Samples, audio);
        return audio;
    }
}
