using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Sockets;

/// <summary>A model whose connection stands before it is asked answers without a handshake.</summary>
[Trait("Kind", "Adapter")]
public sealed class WarmModelTests
{
    private const string Reply =
        """
        data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi."}}]}

        data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ChatRequest Question = new() { Messages = [new(ChatRole.User, "Hello?")] };

    [Fact]
    public async Task A_turn_after_a_warm_connection_waits_for_no_handshake()
    {
        await using var provider = await StartAsync();
        await using var proxy = new GatedProxy(provider.Address);
        var model = Model(provider, proxy.Address, provider.Lease);
        await ((IWarmable)model).WarmAsync(CancellationToken.None);

        // Whoever needed a new connection now would wait for ever.
        proxy.CloseGate();
        var reply = await AskAsync(model).WaitAsync(Patience, TimeProvider.System);

        Assert.Equal("Hi.", reply);
        Assert.Equal(1, proxy.Connections);
        var (early, asked) = (provider.Requests.First(), provider.Requests.Last());
        Assert.Equal(("/", false), (early.Path, early.Headers.ContainsKey("Authorization")));
        Assert.Equal($"Bearer {ScriptedProvider.Key}", asked.Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_one_it_waits_for_its_own()
    {
        await using var provider = await StartAsync();
        await using var proxy = new GatedProxy(provider.Address);
        proxy.CloseGate();

        var asking = AskAsync(Model(provider, proxy.Address, provider.Lease));
        await Eventually.HoldsAsync(() => proxy.Connections == 1);
        Assert.False(asking.IsCompleted);
        proxy.OpenGate();

        Assert.Equal("Hi.", await asking.WaitAsync(Patience, TimeProvider.System));
    }

    [Fact]
    public async Task Two_accounts_never_share_a_connection()
    {
        await using var provider = await StartAsync();
        using var other = new KeyLease(AccountId.New(), ProviderName.OpenAI, new KeyDestination("test"), Encoding.ASCII.GetBytes("another-key-0123456789"));
        ILanguageModel[] models = [Model(provider, provider.Address, provider.Lease), Model(provider, provider.Address, other)];

        for (var round = 0; round < 3; round++)
        {
            foreach (var model in models)
            {
                await ((IWarmable)model).WarmAsync(CancellationToken.None);
                await AskAsync(model);
            }
        }

        var byConnection = provider.Requests.Where(request => request.Headers.ContainsKey("Authorization"))
            .ToLookup(request => request.Connection, request => request.Headers["Authorization"]);
        Assert.Equal(2, byConnection.Count);
        Assert.All(byConnection, keys => Assert.Single(keys.Distinct()));
    }

    [Fact]
    public async Task Fifty_calls_of_an_account_open_no_more_than_they_need_and_leave_nothing()
    {
        var time = new ManualTime();
        await using var provider = await StartAsync();
        await using var proxy = new GatedProxy(provider.Address);
        using var transports = new ProviderTransports(time);
        var account = AccountId.New();
        var leases = Enumerable.Range(0, 50)
            .Select(_ => new KeyLease(account, ProviderName.OpenAI, new KeyDestination("test"), Encoding.ASCII.GetBytes(ScriptedProvider.Key))).ToList();
        var models = leases.ConvertAll(lease => new OpenAIFactory(At(proxy.Address), transports, TimeProvider.System).Create(lease));

        await Task.WhenAll(models.Select(model => ((IWarmable)model).WarmAsync(CancellationToken.None)));
        foreach (var model in models)
        {
            Assert.Equal("Hi.", await AskAsync(model));
        }

        Assert.Equal(1, proxy.Connections);
        leases.ForEach(lease => lease.Dispose());
        Assert.Equal(1, proxy.Open);
        time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync(() => proxy.Open == 0);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_no_trouble_until_it_is_needed()
    {
        await using var provider = await StartAsync();
        var model = Model(provider, new Uri("http://127.0.0.1:1"), provider.Lease);

        await ((IWarmable)model).WarmAsync(CancellationToken.None);
        await ((IWarmable)model).WarmAsync(new CancellationToken(canceled: true));

        Assert.Equal(ProviderErrorKind.Unavailable, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(model))).Kind);
    }

    private static Task<ScriptedProvider> StartAsync() => ScriptedProvider.StartAsync(
        ProviderName.OpenAI,
        context =>
        {
            if (context.Request.Method != HttpMethods.Head)
            {
                // With its length it has ended with its last word, and the connection is free for the next question at once.
                context.Response.ContentLength = Encoding.UTF8.GetByteCount(Reply);
                return ScriptedProvider.Events(Reply)(context);
            }

            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return Task.CompletedTask;
        });

    private static ProviderEndpoints At(Uri address) => new(new Dictionary<ProviderName, ProviderEndpoint> { [ProviderName.OpenAI] = new(address, address, "test") });

    private static ILanguageModel Model(ScriptedProvider provider, Uri address, KeyLease lease) =>
        new OpenAIFactory(At(address), provider.Transport, TimeProvider.System).Create(lease);

    private static async Task<string> AskAsync(ILanguageModel model) =>
        string.Concat((await model.CompleteAsync(Question, CancellationToken.None).ToListAsync(CancellationToken.None)).OfType<ChatUpdate.TextDelta>().Select(delta => delta.Text));
}
