using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Api;

/// <summary>The real application with its sandbox, and programs that use its API.</summary>
public sealed class ApiApp : IAsyncLifetime
{
    private RunningApp? _app;

    internal RunningApp App => _app!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false");

    public ValueTask DisposeAsync() => _app!.DisposeAsync();

    /// <summary>A new account and a program with a token of it.</summary>
    internal async Task<ApiClient> NewClientAsync(params string[] scopes)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var registered = await scope.ServiceProvider.GetRequiredService<Registration>()
            .CreateAsync($"{Guid.NewGuid():N}@api.example", Browser.Password, isDemo: false, default);
        var client = new ApiClient(App, registered.User!.User);
        await client.TakeTokenAsync(scopes.Length == 0 ? [.. AccessTokenScopes.All] : scopes);
        return client;
    }
}

/// <summary>A program with a token.</summary>
internal sealed class ApiClient(RunningApp app, User user) : IDisposable
{
    public User User => user;

    public string? Token { get; set; }

    public HttpClient Http { get; } = new() { BaseAddress = app.Address };

    public async Task TakeTokenAsync(string[] scopes) => Token = (await app.Services.GetRequiredService<AccessTokens>()
        .CreateAsync(user.AccountId, user.Id, new AccessTokenRequest("test", scopes), default)).Text;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PutAsync(string path, string json, string contentType = "application/json") => SendAsync(HttpMethod.Put, path, json, contentType);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        }

        return await ApiAnswer.OfAsync(await Http.SendAsync(request));
    }

    public Task StoreAsync(Agent agent) => app.Services.GetRequiredService<AgentRepository>().InsertAsync(user.AccountId, agent, default);

    public Agent NewAgent(string name) => new AgentBuilder().With(agent => agent with { AccountId = user.AccountId, Name = name }).Build();

    public void Dispose() => Http.Dispose();
}

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(int Status, string Text, HttpResponseMessage Response)
{
    public string? ContentType => Response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The stable code of a problem.</summary>
    public string? Code => ContentType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage response) => new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
}
