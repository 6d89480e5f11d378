using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts.Tokens;

namespace VoiceAgent.Web.Api;

/// <summary>The REST API below <c>/api/v1</c>: token authentication, limits, endpoints, document.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddSingleton<ApiLimits>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokenHandler.Scheme, displayName: null, configureOptions: null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in AccessTokenScopes.All)
        {
            authorization.AddPolicy(scope, policy => policy
                .AddAuthenticationSchemes(AccessTokenHandler.Scheme)
                .RequireAuthenticatedUser()
                .RequireClaim(ApiCaller.ScopeClaim, scope));
        }

        return services.AddApiDocument();
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").DisableAntiforgery().AddEndpointFilter<ApiLimitFilter>();
        api.MapKeys();
        api.MapCalls();
        routes.MapOpenApi(ApiDocument.Path).AllowAnonymous();
    }

    /// <summary>Only a token with this scope gets in.</summary>
    public static RouteHandlerBuilder Requires(this RouteHandlerBuilder endpoint, string scope) =>
        endpoint.RequireAuthorization(scope).WithMetadata(new RequiredScope(scope)).Problems(401, 403, 429);

    /// <summary>Describes problems that the endpoint may answer with.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ApiProblem>(status, ApiProblems.ContentType);
        }

        return endpoint;
    }
}
