namespace VoiceAgent.Web.Hosting;

/// <summary>Gives people who follow a wrong link a page; programs get the bare status.</summary>
internal static class NotFoundPage
{
    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app.UseWhen(
        context => HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal),
        people => people.UseStatusCodePagesWithReExecute("/not-found", queryFormat: null, createScopeForStatusCodePages: true));
}
