namespace VoiceAgent.Core.Accounts.Sessions;

/// <summary>How a session was begun. Names are stored.</summary>
public enum SignInMethod
{
    Password,
    PasswordAndCode,
    PasswordAndRecoveryCode,
    Passkey,

    /// <summary>By making the account.</summary>
    SignUp,

    /// <summary>By the button that lets a visitor try the sandbox, which asks for nothing.</summary>
    Sandbox,
}
