using System.Text;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>
/// A provider's answer that comes piece by piece in the HTTP body, every piece flushed and counted, and the connection's faults
/// carried out. Not thread-safe.
/// </summary>
/// <param name="garbage">Sent when the fault <c>garbage</c> is due.</param>
/// <param name="error">Sent when the fault <c>error</c> is due; empty where the provider just ends the answer.</param>
internal sealed class AnswerStream(Exchange exchange, string garbage, string error)
{
    /// <summary>Sends the headers and carries out the faults due before the first piece; false when the answer has ended by one.</summary>
    public async Task<bool> OpenAsync(string contentType)
    {
        exchange.Http.Response.StatusCode = StatusCodes.Status200OK;
        exchange.Http.Response.ContentType = contentType;
        exchange.Connection.Status = StatusCodes.Status200OK;
        await exchange.Http.Response.StartAsync(exchange.Ended);
        return await CarryOutAsync();
    }

    /// <summary>Sends one server-sent event; false when a fault has ended the answer.</summary>
    public Task<bool> SendEventAsync(string data) => SendAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"));

    /// <summary>Sends one piece; false when a fault has ended the answer.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> piece)
    {
        if (exchange.Faults.Pace > TimeSpan.Zero)
        {
            await Task.Delay(exchange.Faults.Pace, exchange.State.Time, exchange.Ended);
        }

        await WriteAsync(piece);
        exchange.Connection.CountSent();
        return await CarryOutAsync();
    }

    private async Task<bool> CarryOutAsync()
    {
        switch (exchange.Faults.DueAfter(exchange.Connection.Sent)?.Kind)
        {
            case FaultKind.Close:
                return false;
            case FaultKind.Drop:
                await exchange.ResetAsync();
                return false;
            case FaultKind.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, exchange.State.Time, exchange.Ended);
                return false;
            case FaultKind.Garbage:
                await WriteAsync(Encoding.UTF8.GetBytes(garbage));
                return true;
            case FaultKind.Error:
                await WriteAsync(Encoding.UTF8.GetBytes(error));
                return false;
            default:
                return true;
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> piece)
    {
        await exchange.Http.Response.Body.WriteAsync(piece, exchange.Ended);
        await exchange.Http.Response.Body.FlushAsync(exchange.Ended);
    }
}
