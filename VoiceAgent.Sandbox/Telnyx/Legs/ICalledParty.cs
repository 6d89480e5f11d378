namespace VoiceAgent.Sandbox.Telnyx.Legs;

/// <summary>Somebody who is called: by a transfer, or by a call that the app makes.</summary>
internal interface ICalledParty : ICaller
{
    /// <summary>How long it rings before <see cref="Refuses"/> or the answer.</summary>
    TimeSpan RingsFor { get; }

    /// <summary>How the call is turned down; null answers it.</summary>
    CallEnding? Refuses { get; }

    /// <summary>The carrier says this to them.</summary>
    void Told(string text);

    /// <summary>Somebody has been put through.</summary>
    void PutThrough();
}
