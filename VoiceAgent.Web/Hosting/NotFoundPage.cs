using Microsoft.AspNetCore.Diagnostics;

namespace VoiceAgent.Web.Hosting;

/// <summary>Gives people who follow a wrong link a page; programs, and every other failure, get the bare status.</summary>
internal static class NotFoundPage
{
    public static void UseNotFoundPage(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", queryFormat: null, createScopeForStatusCodePages: true);
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Features.Get<IStatusCodePagesFeature>() is { } page)
            {
                page.Enabled = context.Response.StatusCode == StatusCodes.Status404NotFound && IsVisit(context.Request);
            }
        });
    }

    private static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
