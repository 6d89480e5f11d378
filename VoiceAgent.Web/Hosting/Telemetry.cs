using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace VoiceAgent.Web.Hosting;

/// <summary>Exports the process's traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and nothing otherwise.</summary>
internal static class Telemetry
{
    /// <summary>Name of the one ActivitySource and the one Meter.</summary>
    public const string Name = "VoiceAgent";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name))
            .WithTracing(tracing => tracing.AddSource(Name).AddAspNetCoreInstrumentation(options => options.EnrichWithHttpRequest = HideTokens))
            .WithMetrics(metrics => metrics.AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"))
            .UseOtlpExporter();
        return services;
    }

    /// <summary>Paths and queries below <c>/hooks</c> and <c>/media</c> carry tokens.</summary>
    private static void HideTokens(System.Diagnostics.Activity activity, HttpRequest request)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["/hooks", "/media"])
        {
            if (request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
            {
                activity.SetTag("url.path", prefix);
                activity.SetTag("url.query", null);
            }
        }
    }
}
