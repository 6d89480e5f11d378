using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Tools;

/// <summary>
/// The server of a shop that agents ask with an HTTP tool. It belongs to no provider; its faults are written <c>tool:…</c>.
/// </summary>
internal sealed class ShopToolPart(SandboxState state) : ISandboxPart
{
    // As a database takes its time; so long even where providers are told to be quick, so that something can go wrong meanwhile.
    private static readonly TimeSpan Thinks = TimeSpan.FromMilliseconds(300);

    public string Slug => "tool";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/stock", Exchange.Call(state, Slug, AnswerAsync));

    private static async Task AnswerAsync(Exchange exchange)
    {
        if (exchange.Faults.Refusal is { Kind: FaultKind.Status } refusal)
        {
            await exchange.AnswerAsync(refusal.Value, "{}");
            return;
        }

        exchange.State.Tool.Ask(exchange.Http.Request.Query["call"].ToString());
        await Task.Delay(Thinks, exchange.State.Time, exchange.Ended);
        var answer = new AnswerStream(exchange, "\u0000", string.Empty);
        var middle = ShopTool.Answer.Length / 2;
        _ = await answer.OpenAsync("text/plain; charset=utf-8")
            && await answer.SendAsync(Encoding.UTF8.GetBytes(ShopTool.Answer[..middle]))
            && await answer.SendAsync(Encoding.UTF8.GetBytes(ShopTool.Answer[middle..]));
    }
}
