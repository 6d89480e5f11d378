using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Core.Keys.Fernet;
using VoiceAgent.Tests.Web.Commands;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>What programs and operators do: the REST API with good and bad keys and tokens, and the import of the earlier system.</summary>
public sealed partial class CanaryRun
{
    private readonly List<int> _apiStatuses = [];

    private const string JwtSecret = "canary-jwt-secret-51-of-before";

    /// <summary>Which answers the API gave.</summary>
    internal IReadOnlyList<int> ApiStatuses => _apiStatuses;

    private async Task UseApiAsync(string email)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User;
        var made = await Get<AccessTokens>().CreateAsync(user.AccountId, user.Id, new AccessTokenRequest("canary", AccessTokenScopes.All), default);
        var wrong = AccessToken.Prefix + "canaryCanary71QxLmT93VbNk55YpHd28JfGs64QxLm";
        _secrets.Add(new CanaryText("an access token", made.Text!));
        _secrets.Add(new CanaryText("a wrong access token", wrong));
        foreach (var provider in ProviderCatalog.All)
        {
            var key = Invented(provider.Name, "c3");
            _secrets.Add(CanaryText.Secret($"the {provider.DisplayName} key of a program", key));
            var path = $"/api/v1/keys/{provider.Slug}";
            foreach (var body in (string[])
                [
                    $$"""{"key":"{{key}}"}""", $$"""{"key":"{{key}} {{key}}"}""", $$"""{"key":"{{key}}\r\nX-Injected: yes"}""", $$"""{"key":"{{key}}""",
                    $$"""{"{{key}}":"x"}""", $$"""{"key":"{{key}}","region":"{{key}}"}""", $$"""{"key":"{{new string('k', 9000)}}{{key}}"}""",
                ])
            {
                await AskAsync(HttpMethod.Put, path, made.Text!, body);
            }

            await AskAsync(HttpMethod.Post, path + "/test", made.Text!);
            await AskAsync(HttpMethod.Get, path, made.Text!);
            await AskAsync(HttpMethod.Get, path + "?key=" + key, wrong);
        }

        await AskAsync(HttpMethod.Get, "/api/v1/keys", made.Text!);
        await AskAsync(HttpMethod.Get, "/api/v1/keys/readiness", made.Text!);
        await AskAsync(HttpMethod.Get, "/api/v1/openapi.json", made.Text!);
        await AskAsync(HttpMethod.Delete, "/api/v1/keys/openai?confirm=true", made.Text!);
        await Get<AccessTokens>().RevokeAsync(user.AccountId, user.Id, made.Token!.Id, default);
        await AskAsync(HttpMethod.Get, "/api/v1/keys", made.Text!);
    }

    private async Task AskAsync(HttpMethod method, string path, string token, string? body = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(_app!.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        _apiStatuses.Add((int)response.StatusCode);
        _answers.Add(new Observed($"answer of the API to {method} {path.Split('?')[0]}", $"{response.Headers} {await response.Content.ReadAsStringAsync()}"));
    }

    /// <summary>The operator's command beside the running server; good, odd and unreadable tokens.</summary>
    private async Task ImportAsync(string email)
    {
        var old = FernetTokens.Derive(JwtSecret, "salt", 1000);
        var key = Invented(ProviderName.Hume, "d4");
        var odd = Invented(ProviderName.Soniox, "d5");
        string[] tokens = [FernetTokens.Make(old, key), FernetTokens.Make(old, odd + " " + odd), FernetTokens.Make(FernetTokens.Derive("other", "salt", 1), "x")];
        var folder = Directory.CreateTempSubdirectory("voiceagent-canary-").FullName;
        try
        {
            var source = Path.Combine(folder, "keys.json");
            await File.WriteAllTextAsync(source, $$"""{"_id":"1","hume_api_key":"{{tokens[0]}}","soniox_api_key":"{{tokens[1]}}","openai_api_key":"{{tokens[2]}}"}""");
            await File.WriteAllTextAsync(Path.Combine(folder, "secret"), JwtSecret);
            _secrets.AddRange([CanaryText.Secret("an imported key", key), CanaryText.Secret("an odd imported key", odd), CanaryText.Secret("the JWT secret", JwtSecret)]);
            _secrets.AddRange(tokens.Select(token => new CanaryText("a Fernet token", token)));
            foreach (var more in (string[][])[["--probe"], ["--owner", email, "--dry-run"], ["--owner", email], ["--owner", email, "--json"]])
            {
                var run = await CommandRun.Async(
                    ["vault", "import-legacy", "--source", source, "--secret-file", Path.Combine(folder, "secret"), "--salt", "salt", "--iterations", "1000", .. more, .. Settings()]);
                _answers.Add(new Observed("output of the import", run.Output + run.Error));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // For the provider itself, not for the sandbox of this run: the command knows nothing of it.
        var imported = await Get<IProviderKeys>().ListAsync(await AccountOfAsync(email), default);
        Assert.Contains(imported, stored => stored is { Provider: ProviderName.Hume, StoredFor: "api.hume.ai" });
    }

    private string[] Settings() => ["--environment", "Development", _app!.StorageSetting, $"--Vault:KeyFile={Path.Combine(_app.Folder, KeyFileName)}"];
}
