using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace VoiceAgent.Web.Api;

/// <summary>The OpenAPI document at <c>/api/v1/openapi.json</c>.</summary>
internal static class ApiDocument
{
    public const string Path = "/api/v1/openapi.json";
    private const string SchemeName = "accessToken";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.OrdinalIgnoreCase) is true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(NameScopeAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "VoiceAgent API",
            Version = "v1",
            Description = "Provider keys of an account: store, test and delete them, and see whether calls can start. Calls: what was said, and how fast; and calls that agents make. No answer ever holds a key. "
                + "Every error is an application/problem+json document with a stable code.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "va_pat_…",
            Description = "A personal access token, made under Account, API tokens. Scopes: keys:read, keys:write, keys:test, calls:read, calls:write.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
        return Task.CompletedTask;
    }

    private static Task NameScopeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } scope)
        {
            operation.Description = $"Needs a token with the scope {scope.Name}.";
        }

        return Task.CompletedTask;
    }
}
