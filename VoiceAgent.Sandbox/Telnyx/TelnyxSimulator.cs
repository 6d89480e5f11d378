using System.Collections.Concurrent;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Telnyx.Dialling;
using VoiceAgent.Sandbox.Telnyx.Legs;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The simulated Telnyx: one account with a few numbers, calls both ways that are controlled by REST commands, signed webhooks and
/// a media stream over WebSocket, as the Telnyx protocol reference gives them. Thread-safe.
/// </summary>
public sealed class TelnyxSimulator : IAsyncDisposable
{
    /// <summary>The Call Control application of every simulated number.</summary>
    public const string ConnectionId = "1494404757140276705";

    private const int KeptCalls = 500;

    /// <summary>Numbers set aside for fiction in the United States, Germany and Great Britain.</summary>
    private static readonly string[] FirstNumbers = ["+12025550131", "+493023125001", "+441632960131"];

    private readonly ConcurrentDictionary<string, TelnyxCall> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _callOrder = new();
    private readonly ConcurrentDictionary<string, SimulatedNumber> _numbers = new(StringComparer.Ordinal);
    private readonly BackgroundWork _work = new();
    private readonly WebhookSigner _signer;
    private readonly WebhookSender _webhooks;
    private readonly FaultBoard _faults;
    private readonly TimeProvider _time;

    /// <param name="faults">Scripts for <c>telnyx</c>: they hit commands and media streams.</param>
    public TelnyxSimulator(TimeProvider time, FaultBoard faults, WebhookOptions? webhooks = null)
    {
        _time = time;
        _faults = faults;
        _signer = new WebhookSigner();
        _webhooks = new WebhookSender(_signer, webhooks ?? new WebhookOptions(), _work, time);
        Legs = new BridgedLegs(_webhooks, _work, time);
        Dialler = new Dialler(this, _webhooks, _work, time);
        foreach (var number in FirstNumbers)
        {
            AddNumber(number);
        }
    }

    /// <summary>Makes the calls that apps ask for.</summary>
    internal Dialler Dialler { get; }

    /// <summary>Base64 of the account's raw Ed25519 public key, with which its webhooks are verified.</summary>
    public string PublicKey => _signer.PublicKey;

    /// <summary>The account's numbers, in the order of their digits.</summary>
    public IReadOnlyList<SimulatedNumber> Numbers => [.. _numbers.Values.OrderBy(number => number.Number, StringComparer.Ordinal)];

    /// <summary>How webhook deliveries misbehave from now on.</summary>
    public WebhookFaults WebhookFaults
    {
        get => _webhooks.Faults;
        set => _webhooks.Faults = value;
    }

    /// <summary>The last attempts to deliver a webhook, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => _webhooks.Deliveries;

    /// <summary>What connects calls with each other, and who was put at a number.</summary>
    internal BridgedLegs Legs { get; }

    /// <summary>Calls that ring or are answered.</summary>
    public int ActiveCalls => _calls.Values.Count(call => !call.IsEnded);

    /// <summary>Sends the events of calls to a number to an app; a number the account does not have yet is added.</summary>
    /// <exception cref="ArgumentException">The number is not +E.164, or the address is not http or https.</exception>
    public void Connect(string number, Uri webhookUrl)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(webhookUrl);
        if (!IsE164(number))
        {
            throw new ArgumentException("The number must be written as +E.164, such as +12025550131.", nameof(number));
        }

        if (!webhookUrl.IsAbsoluteUri || (webhookUrl.Scheme != Uri.UriSchemeHttp && webhookUrl.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The webhook address must start with http:// or https://.", nameof(webhookUrl));
        }

        AddNumber(number);
        _numbers[number] = _numbers[number] with { WebhookUrl = webhookUrl };
    }

    /// <summary>Cancels what is running and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var call in _calls.Values)
        {
            call.TryEnd(CallEnding.AppHungUp);
        }

        await _work.DisposeAsync();
        _webhooks.Dispose();
        _signer.Dispose();
    }

    internal static bool IsE164(string number) =>
        number.Length is >= 9 and <= 16 && number[0] is '+' && number[1] is not '0' && !number.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    /// <summary>The outgoing call that a dial command of the last minute has begun.</summary>
    internal TelnyxCall? FindDialled(string commandId) => _calls.Values.FirstOrDefault(call => call.IsOutgoing && call.HasCommand(commandId));

    internal TelnyxCall? Find(string controlId) => _calls.GetValueOrDefault(controlId);

    /// <summary>Rings at a number and, once answered, carries the call until it ends. Cancelling hangs up.</summary>
    /// <param name="request">The call.</param>
    /// <param name="caller">Null where <see cref="CallIn.CarryAsync"/> brings its own.</param>
    /// <param name="cancellationToken">Hangs up.</param>
    /// <returns>How it ended, and whether it had been answered.</returns>
    internal async Task<CallOutcome> CallInAsync(CallIn request, ICaller? caller, CancellationToken cancellationToken)
    {
        if (!_numbers.TryGetValue(request.To, out var number) || (request.Webhook ?? number.WebhookUrl) is not { } webhook)
        {
            return new CallOutcome(null, Answered: false, CallEnding.NotFound);
        }

        var call = new TelnyxCall(request.From, number.Number, number.ConnectionId, request.Codec, webhook, _time) { CarryAsync = request.CarryAsync };
        Remember(call);
        _webhooks.Send(call, "call.initiated", TelnyxEvents.Initiated(call));
        try
        {
            await Task.WhenAny(call.Answered, call.Ended).WaitAsync(request.RingTimeout, _time, cancellationToken);
            if (call.IsAnswered)
            {
                await (caller is null
                    ? call.Ended.WaitAsync(cancellationToken)
                    : new CallLine(call, caller, _webhooks, _time).RunAsync(cancellationToken));
            }
        }
        catch (TimeoutException)
        {
            call.TryEnd(CallEnding.NoAnswer);
        }
        catch (OperationCanceledException)
        {
            call.TryEnd(call.IsAnswered ? CallEnding.CallerHungUp : CallEnding.CallerGaveUp);
        }

        call.TryEnd(CallEnding.CallerHungUp);
        var ending = await call.Ended;
        _webhooks.Send(call, "call.hangup", TelnyxEvents.HungUp(call, ending));
        return new CallOutcome(call.ControlId, call.IsAnswered, ending);
    }

    /// <exception cref="TelnyxRefusalException">It was answered before.</exception>
    internal void Answer(TelnyxCall call, StreamRequest? stream)
    {
        if (!call.TryAnswer())
        {
            throw new TelnyxRefusalException(call.IsEnded
                ? TelnyxError.CallEnded
                : new TelnyxError(422, "10015", "Bad Request", "This call has already been answered."));
        }

        _webhooks.Send(call, "call.answered", TelnyxEvents.Answered(call, stream));
        if (stream is not null)
        {
            StartStream(call, stream);
        }
    }

    /// <exception cref="TelnyxRefusalException">Another stream is running.</exception>
    internal void StartStream(TelnyxCall call, StreamRequest request)
    {
        if (call.CarryAsync is { } carryAsync)
        {
            _work.Start(token => carryAsync(call, request, token));
            return;
        }

        var faults = _faults.Take(TelnyxPart.ProviderSlug, keyCheck: false);
        var stream = new MediaStream(call, request, _webhooks, faults, _time);
        if (!call.TrySetStream(stream))
        {
            _faults.Release(faults);
            throw new TelnyxRefusalException(call.IsEnded ? TelnyxError.CallEnded : TelnyxError.AlreadyStreaming);
        }

        _work.Start(async token =>
        {
            try
            {
                await stream.RunAsync(token);
            }
            finally
            {
                _faults.Release(faults);
            }
        });
    }

    private void AddNumber(string number) =>
        _numbers.GetOrAdd(number, static (added, simulator) => SimulatedNumber.Create(added, simulator._numbers.Count, simulator._time.GetUtcNow()), this);

    internal void Remember(TelnyxCall call)
    {
        _calls[call.ControlId] = call;
        _callOrder.Enqueue(call.ControlId);
        while (_callOrder.Count > KeptCalls && _callOrder.TryDequeue(out var oldest))
        {
            if (_calls.TryGetValue(oldest, out var old) && !old.IsEnded)
            {
                _callOrder.Enqueue(oldest);
                return;
            }

            _calls.TryRemove(oldest, out _);
        }
    }
}

/// <summary>A call to place at a simulated number.</summary>
internal sealed record CallIn(string From, string To, AudioFormat Codec, TimeSpan RingTimeout)
{
    /// <summary>The app to tell about this call; null is the one that the number is connected to.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Carries the call's audio in place of the simulated line, once the app has asked for it.</summary>
    public Func<TelnyxCall, StreamRequest, CancellationToken, Task>? CarryAsync { get; init; }
}

/// <summary>What became of a call.</summary>
/// <param name="ControlId">Null when the number reaches nobody.</param>
internal sealed record CallOutcome(string? ControlId, bool Answered, CallEnding Ending);
