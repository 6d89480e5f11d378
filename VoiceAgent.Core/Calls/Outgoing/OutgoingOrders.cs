using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>
/// Makes calls for programs that may ask twice for the same: the first asking under a key makes the call, every later one within a day is
/// told of it. A refusal is not remembered, so that the same key can be used again once its cause is gone.
/// </summary>
public sealed class OutgoingOrders(IDocuments<OutgoingOrder> documents, IOutgoingCalls outgoing, CallRepository calls, TimeProvider time)
{
    public const int MaxKeyLength = 255;

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    // Dialling takes seconds; an order whose server died on the way is free again after this.
    private static readonly TimeSpan InProgress = TimeSpan.FromMinutes(2);

    /// <param name="account">Whose call it is.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="key">The program's own key for this order: 1 to <see cref="MaxKeyLength"/> visible ASCII characters.</param>
    /// <param name="request">What is asked for.</param>
    public async Task<OutgoingOrderResult> StartAsync(AccountId account, AuditActor by, string key, OutgoingCallRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var order = new OutgoingOrder
        {
            Id = $"{account}:{Hash(key)}",
            AccountId = account,
            Call = CallId.New(),
            Fingerprint = Hash(JsonSerializer.Serialize(request)),
            ExpiresAt = time.GetUtcNow() + InProgress,
        };
        try
        {
            await documents.InsertAsync(order, CancellationToken.None);
        }
        catch (DuplicateDocumentException)
        {
            return await RepeatAsync(account, order);
        }

        var result = await outgoing.StartAsync(account, by, order.Call, request);
        if (result.Call is null)
        {
            await documents.DeleteAsync(order.Id, CancellationToken.None);
        }
        else
        {
            await documents.UpdateAsync(order.Id, current => current with { ExpiresAt = time.GetUtcNow() + Remembered }, CancellationToken.None);
        }

        return new OutgoingOrderResult(OutgoingOrderState.New, result);
    }

    private async Task<OutgoingOrderResult> RepeatAsync(AccountId account, OutgoingOrder order)
    {
        var first = (await documents.FindAsync(order.Id, CancellationToken.None))?.Document;
        if (first is not null && first.Fingerprint != order.Fingerprint)
        {
            return new OutgoingOrderResult(OutgoingOrderState.OtherRequest, null);
        }

        return first is not null && await calls.FindAsync(account, first.Call, CancellationToken.None) is { } call
            ? new OutgoingOrderResult(OutgoingOrderState.Repeated, new OutgoingCallResult { Call = call })
            : new OutgoingOrderResult(OutgoingOrderState.InProgress, null);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What became of an order.</summary>
public sealed record OutgoingOrderResult(OutgoingOrderState State, OutgoingCallResult? Result);

/// <summary>How an order stands to those before it under the same key.</summary>
public enum OutgoingOrderState
{
    /// <summary>The first.</summary>
    New,

    /// <summary>The same as the first, which made the call.</summary>
    Repeated,

    /// <summary>The same as the first, which is being carried out this moment.</summary>
    InProgress,

    /// <summary>Another request under a key that was used before.</summary>
    OtherRequest,
}
