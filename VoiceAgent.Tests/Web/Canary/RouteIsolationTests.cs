using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// Every page, endpoint and API route is asked by a stranger for what belongs to another account. The routes come from the running
/// application: a new one without a row fails.
/// </summary>
[Trait("Kind", "Host")]
public sealed class RouteIsolationTests(TwoAccounts two) : IClassFixture<TwoAccounts>
{
    private const string PublicKeyAlone = """{"webhookPublicKey":"ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ="}""";

    private const string AccountOnTheOwnersNumber = $$"""{"number":"{{TwoAccounts.Number}}","keys":{},"instructions":"Be brief."}""";

    private static readonly Dictionary<string, RouteRow> Rows = new(StringComparer.Ordinal)
    {
        ["GET /"] = RouteRow.Open("/"),
        ["GET /health"] = RouteRow.Open("/health"),
        ["GET /error"] = RouteRow.Open("/error"),
        ["GET /not-found"] = RouteRow.Open("/not-found"),
        ["GET /account/sign-in"] = RouteRow.Open("/account/sign-in"),
        ["GET /account/sign-up"] = RouteRow.Open("/account/sign-up"),
        ["GET /account/sign-out"] = RouteRow.Open("/account/sign-out"),
        ["POST /account/sign-out"] = RouteRow.Open("/account/sign-out"),
        ["GET /account/access-denied"] = RouteRow.Open("/account/access-denied"),
        ["GET /account/two-step"] = RouteRow.Open("/account/two-step"),
        ["GET /account"] = RouteRow.Own("/account"),
        ["GET /account/two-factor"] = RouteRow.Own("/account/two-factor"),
        ["GET /account/passkeys"] = RouteRow.Own("/account/passkeys"),
        ["GET /account/sessions"] = RouteRow.Own("/account/sessions"),
        ["GET /account/tokens"] = RouteRow.Own("/account/tokens"),
        ["GET /account/confirm"] = RouteRow.Own("/account/confirm"),
        ["POST /account/passkey/request-options"] = RouteRow.Open("/account/passkey/request-options"),
        ["POST /account/passkey/creation-options"] = RouteRow.Own("/account/passkey/creation-options"),
        ["GET /account/change-password"] = RouteRow.Own("/account/change-password"),
        ["GET /settings"] = RouteRow.Own("/settings"),
        ["GET /settings/audit"] = RouteRow.Own("/settings/audit"),
        ["GET /agents"] = RouteRow.Own("/agents"),
        ["GET /agents/new"] = RouteRow.Own("/agents/new"),
        ["GET /agents/{Id}"] = RouteRow.ById(two => $"/agents/{two.Agent.Id}", () => $"/agents/{AgentId.New()}"),
        ["GET /numbers"] = RouteRow.Own("/numbers"),
        ["GET /calls"] = RouteRow.Own("/calls"),
        ["GET /calls/live"] = RouteRow.Own("/calls/live"),
        ["GET /calls/{Id}"] = RouteRow.ById(two => $"/calls/{two.LiveCall.Id}", () => $"/calls/{CallId.New()}"),
        ["GET /calls/{id}/log"] = RouteRow.ById(two => $"/calls/{two.EndedCall.Id}/log", () => $"/calls/{CallId.New()}/log"),
        ["GET /voices/previews/{id}"] = RouteRow.ById(two => $"/voices/previews/{two.PreviewId}", () => $"/voices/previews/{new string('0', 32)}"),
        ["POST /settings/keys/{slug}"] = RouteRow.Own("/settings/keys/telnyx"),
        ["POST /hooks/telnyx/{token}"] = RouteRow.ByToken(two => $"/hooks/telnyx/{two.OwnersWebhookToken}", () => $"/hooks/telnyx/{new string('0', 32)}"),
        ["GET /media/telnyx/{token}"] = RouteRow.ByToken(two => $"/media/telnyx/{two.OwnersMediaToken}", () => $"/media/telnyx/{new string('0', 64)}"),
        ["GET /media/telnyx"] = RouteRow.ByToken(_ => "/media/telnyx", () => "/media/telnyx"),
        ["POST /sandbox/try"] = RouteRow.Open("/sandbox/try"),
        ["POST /sandbox/demo"] = RouteRow.Open("/sandbox/demo"),
        ["POST /sandbox/accounts"] = RouteRow.Open("/sandbox/accounts") with { Body = AccountOnTheOwnersNumber },
        ["GET /sandbox/process"] = RouteRow.Open("/sandbox/process"),
        ["GET /api/v1/openapi.json"] = RouteRow.Open("/api/v1/openapi.json"),
        ["GET /api/v1/calls"] = RouteRow.Api(_ => "/api/v1/calls"),
        ["GET /api/v1/calls/{id}"] = RouteRow.Api(two => $"/api/v1/calls/{two.EndedCall.Id}", () => $"/api/v1/calls/{CallId.New()}"),
        ["POST /api/v1/calls"] = RouteRow.Api(_ => "/api/v1/calls") with { Body = """{"agent":"0123456789abcdef0123456789abcdef","to":"+12025550172"}""" },
        ["POST /api/v1/calls/{id}/hangup"] = RouteRow.Api(two => $"/api/v1/calls/{two.LiveCall.Id}/hangup", () => $"/api/v1/calls/{CallId.New()}/hangup"),
        ["GET /api/v1/keys"] = RouteRow.Api(_ => "/api/v1/keys"),
        ["GET /api/v1/keys/readiness"] = RouteRow.Api(two => $"/api/v1/keys/readiness?agent={two.Agent.Id}", () => $"/api/v1/keys/readiness?agent={AgentId.New()}"),
        ["GET /api/v1/keys/{provider}"] = RouteRow.Api(_ => "/api/v1/keys/deepgram"),
        ["PUT /api/v1/keys/{provider}"] = RouteRow.Api(_ => "/api/v1/keys/telnyx") with { Body = PublicKeyAlone },
        ["POST /api/v1/keys/{provider}/test"] = RouteRow.Api(_ => "/api/v1/keys/deepgram/test"),
        ["DELETE /api/v1/keys/{provider}"] = RouteRow.Api(_ => "/api/v1/keys/deepgram?confirm=true"),
    };

    /// <summary>400: the media address is asked without a WebSocket.</summary>
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.BadRequest];

    public static TheoryData<string> Routes => [.. Rows.Keys];

    [Fact]
    public void Every_route_of_the_application_has_a_row_and_every_row_a_route()
    {
        var mapped = Mapped().ToList();
        var without = mapped.Except(Rows.Keys).ToList();
        var gone = Rows.Keys.Except(mapped).ToList();

        Assert.True(without.Count == 0, $"Routes without a row: {string.Join(", ", without)}.");
        Assert.True(gone.Count == 0, $"Rows without a route: {string.Join(", ", gone)}.");
    }

    [Theory]
    [InlineData("POST /sandbox/demo")]
    [InlineData("POST /sandbox/accounts")]
    [InlineData("GET /sandbox/process")]
    public async Task What_helps_to_measure_the_sandbox_is_not_there_for_other_computers(string route)
    {
        var row = Rows[route];
        using var http = new HttpClient { BaseAddress = two.Browser.Http.BaseAddress };
        async Task<HttpStatusCode> AskFromAsync(string address)
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Split(' ')[0]), new Uri(row.Foreign(two), UriKind.Relative));
            request.Headers.Add("X-Forwarded-For", address);
            request.Content = row.Body is null ? null : new StringContent(row.Body, Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotFound, await AskFromAsync("203.0.113.7"));
        Assert.NotEqual(HttpStatusCode.NotFound, await AskFromAsync("127.0.0.1"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_stranger_gets_nothing_of_another_account(string route)
    {
        var row = Rows[route];
        var method = new HttpMethod(route.Split(' ')[0]);

        var foreign = await AskAsync(method, row.Foreign(two), row, asStranger: true);
        Assert.NotEqual(HttpStatusCode.InternalServerError, foreign.Status);
        Assert.All(MarksOutside(row), mark => Assert.DoesNotContain(mark, foreign.Text, StringComparison.OrdinalIgnoreCase));
        if (row.Kind is RouteKind.ByToken)
        {
            Assert.Contains(foreign.Status, Refusals);
        }
        else if (row.Unknown is { } unknown)
        {
            var other = await AskAsync(method, unknown(), row, asStranger: true);
            Assert.Equal(Shown(other), Shown(foreign));
        }

        Assert.Null(await two.FindHarmAsync());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Whoever_is_not_signed_in_gets_no_further(string route)
    {
        var row = Rows[route];

        var answer = await AskAsync(new HttpMethod(route.Split(' ')[0]), row.Foreign(two), row, asStranger: false);

        Assert.All(MarksOutside(row), mark => Assert.DoesNotContain(mark, answer.Text, StringComparison.OrdinalIgnoreCase));
        switch (row.Kind)
        {
            case RouteKind.Own or RouteKind.ById:
                Assert.Equal("/account/sign-in", answer.Location?.Split('?')[0]);
                break;
            case RouteKind.Api or RouteKind.ByToken:
                Assert.Contains(answer.Status, Refusals);
                break;
            default:
                Assert.True((int)answer.Status < 500);
                break;
        }

        Assert.Null(await two.FindHarmAsync());
    }

    [Theory]
    [InlineData("GET /agents/{Id}")]
    [InlineData("GET /calls/{Id}")]
    public async Task The_owner_sees_it_at_the_same_address(string route)
    {
        using var owner = await two.SignInAsOwnerAsync();

        var page = await owner.OpenAsync(Rows[route].Foreign(two));

        Assert.Contains(two.Marks, mark => page.Document.DocumentElement.OuterHtml.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Circuits call methods of components; none may be told an account, a user or a whole thing from outside.</summary>
    [Fact]
    public void No_parameter_of_a_page_and_no_method_for_scripts_takes_an_account()
    {
        var parameters =
            from type in typeof(VoiceAgent.Web.WebApp).Assembly.GetTypes()
            where typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type) && type.IsDefined(typeof(Microsoft.AspNetCore.Components.RouteAttribute), inherit: false)
            from property in type.GetProperties()
            where property.IsDefined(typeof(Microsoft.AspNetCore.Components.ParameterAttribute), inherit: true)
            where property.PropertyType == typeof(AccountId) || property.PropertyType == typeof(UserId) || property.PropertyType == typeof(Account)
            select $"{type.Name}.{property.Name}";
        var forScripts =
            from type in typeof(VoiceAgent.Web.WebApp).Assembly.GetTypes()
            from method in type.GetMethods()
            where method.GetCustomAttributes(inherit: true).Any(attribute => attribute.GetType().Name == "JSInvokableAttribute")
            where method.GetParameters().Any(parameter => parameter.ParameterType != typeof(bool) && parameter.ParameterType != typeof(int))
            select $"{type.Name}.{method.Name}";

        // The outcome of the form that saves a key is only shown.
        Assert.Empty(parameters.Concat(forScripts).Except(["ProviderKeyForm.EndSave"]));
    }

    /// <summary>"GET /agents/{Id}" for each route that is ours: files and the framework's own sockets and scripts are none.</summary>
    private IEnumerable<string> Mapped() =>
        two.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText?.Contains(":file}", StringComparison.Ordinal) is not true)
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText?.Trim('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"], Endpoint: endpoint))
            .Where(route => !route.Path.StartsWith("/_", StringComparison.Ordinal))
            .SelectMany(route => IsPage(route.Endpoint) ? [$"GET {route.Path}"] : route.Methods.Select(method => $"{method} {route.Path}"))
            .Distinct();

    /// <summary>A page answers its own form too, by the very same code.</summary>
    private static bool IsPage(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;

    private async Task<Answered> AskAsync(HttpMethod method, string path, RouteRow row, bool asStranger)
    {
        using var anonymous = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = two.Browser.Http.BaseAddress };
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html");
        request.Content = row.Body is null ? null : new StringContent(row.Body, Encoding.UTF8, "application/json");
        if (asStranger && row.Kind is RouteKind.Api)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await StrangersTokenAsync());
        }

        using var response = await (asStranger && row.Kind is not RouteKind.Api ? two.Browser.Http : anonymous).SendAsync(request);
        return new Answered(response.StatusCode, response.Headers.Location?.ToString().Replace(anonymous.BaseAddress!.GetLeftPart(UriPartial.Authority), string.Empty, StringComparison.Ordinal), WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    private async Task<string> StrangersTokenAsync()
    {
        var user = await two.StrangersUserAsync();
        var made = await two.Get<AccessTokens>().CreateAsync(two.Stranger, user, new AccessTokenRequest("stranger", AccessTokenScopes.All), default);
        await two.RevokeAllBut(user, made.Token!.Id);
        return made.Text!;
    }

    /// <summary>An answer may repeat what is in its own question.</summary>
    private IEnumerable<string> MarksOutside(RouteRow row) => two.Marks.Where(mark => !$"{row.Foreign(two)} {row.Body}".Contains(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a visitor sees, without marks of the framework that differ from answer to answer.</summary>
    private static (HttpStatusCode Status, string? Text) Shown(Answered answer) =>
        (answer.Status, answer.Text.Contains("<main", StringComparison.Ordinal) ? new HtmlParser().ParseDocument(answer.Text).QuerySelector("main")?.TextContent.Trim() : answer.Text);

    private sealed record Answered(HttpStatusCode Status, string? Location, string Text);
}
