namespace VoiceAgent.Core.Conversations.Opening;

/// <summary>How far a call that was made has come towards the person called.</summary>
internal sealed class PickUpProgress
{
    public PickUpStep Step { get; private set; } = PickUpStep.Hello;

    /// <summary>When the step began.</summary>
    public TimeSpan Since { get; private set; }

    public int ScreeningAnswers { get; set; }

    /// <summary>Whether the message began right after the tone.</summary>
    public bool HasTone { get; set; }

    /// <summary>Whether the person called has not been reached yet.</summary>
    public bool IsOpen => Step is not (PickUpStep.Person or PickUpStep.Message);

    public void Begin(PickUpStep step, TimeSpan at)
    {
        Step = step;
        Since = at;
    }
}

/// <summary>What the agent is waiting for.</summary>
internal enum PickUpStep
{
    /// <summary>For somebody to say something.</summary>
    Hello,

    /// <summary>For the end of what is too long for a hello: a person, or a machine that says nothing of itself.</summary>
    LongHello,

    /// <summary>For a voicemail's tone.</summary>
    Voicemail,

    /// <summary>For the end of the message.</summary>
    Message,

    /// <summary>For whom an assistant was asked to put through.</summary>
    OnHold,

    /// <summary>For nothing more: the person is there.</summary>
    Person,
}
