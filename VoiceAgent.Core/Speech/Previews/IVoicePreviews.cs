using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Speech.Previews;

/// <summary>Lets the owner of an account hear a voice, on the account's own key.</summary>
public interface IVoicePreviews
{
    /// <summary>
    /// Has a text spoken, within what an account may use. Never throws for provider trouble: the result says it in the owner's words.
    /// </summary>
    Task<VoicePreviewResult> SpeakAsync(AccountId account, VoicePreviewRequest request, CancellationToken cancellationToken);

    /// <summary>The WAV file of a preview of the account made within the last minute; null when there is none.</summary>
    ReadOnlyMemory<byte>? Find(AccountId account, string id);
}
