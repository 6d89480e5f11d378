using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>A carrier that is not asked for anything.</summary>
internal sealed class NoCallControl : ICallControl
{
    public Task<bool> AnswerAsync(string callControlId, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task RejectAsync(string callControlId, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<bool> StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task HangUpAsync(string callControlId, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<IReadOnlyList<CarrierNumber>> ListNumbersAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<CarrierNumber?> FindNumberAsync(string number, CancellationToken cancellationToken) => Task.FromResult<CarrierNumber?>(null);

    public Task<string> DialAsync(DialRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
