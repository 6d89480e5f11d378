using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>In short, how a user gets each provider's key; docs/providers has the long version.</summary>
public static class KeyGuides
{
    public static IReadOnlyList<string> Steps(ProviderName provider) => provider switch
    {
        ProviderName.Deepgram =>
        [
            "Sign in to the Deepgram console and open your project.",
            "Open Settings, API Keys, and create a key with the Member role.",
            "Copy the key at once and save it here.",
        ],
        ProviderName.Soniox =>
        [
            "Sign in to the Soniox console and open a project.",
            "Add funds to the organization: without a balance the key is accepted, but no stream starts.",
            "Create an API key, copy it and save it here.",
        ],
        ProviderName.AssemblyAI =>
        [
            "Sign in to the AssemblyAI dashboard and open API Keys.",
            "Create or copy a key and save it here.",
        ],
        ProviderName.OpenAI =>
        [
            "Sign in to the OpenAI platform, choose a project and open API keys.",
            "Create a secret key. With restricted permissions, allow writing to model capabilities.",
            "Make sure that the project has credit, then save the key here.",
        ],
        ProviderName.Grok =>
        [
            "Sign in to the xAI console and open API Keys.",
            "Create a key that may use the chat endpoint and at least one model.",
            "Copy the key, which starts with xai-, and save it here.",
        ],
        ProviderName.ElevenLabs =>
        [
            "Sign in to ElevenLabs and open the API keys page of your profile.",
            "Create a key with the text-to-speech permission; a credit limit for the key is a good idea.",
            "Copy the key and save it here.",
        ],
        ProviderName.Hume =>
        [
            "Sign in to Hume and open the API keys page.",
            "Copy the API key. The secret key next to it is not needed.",
            "Save the API key here.",
        ],
        ProviderName.Telnyx =>
        [
            "Sign in to the Telnyx portal, open API Keys and create a key.",
            "Open Keys & Credentials, Public Key, and copy the public key too.",
            "Save both here, then connect a number on the Numbers page.",
        ],
        ProviderName.Compatible =>
        [
            "Choose the server. Which ones there are is up to the operator of this installation.",
            "Get a key from whoever runs that server and enter it here; leave the field empty where it says that none is needed.",
            "Agents use the server after the other language models, unless you put it first in the agent's order.",
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    /// <summary>The least that a key has to be allowed.</summary>
    public static string Permission(ProviderName provider) => provider switch
    {
        ProviderName.Deepgram => "The Member role. A smaller scope can pass the test and still be refused when a call starts to stream.",
        ProviderName.Soniox => "Keys have no permissions to choose. A project of its own for VoiceAgent keeps budgets apart.",
        ProviderName.AssemblyAI => "Keys have no permissions to choose.",
        ProviderName.OpenAI => "A project key with restricted permissions and write access to model capabilities.",
        ProviderName.Grok => "The chat endpoint and the model your agent uses. The management key is not needed.",
        ProviderName.ElevenLabs => "Text-to-speech alone; the test then says Limited, and calls work. Reading voices lets you pick from your own.",
        ProviderName.Hume => "Keys have no permissions to choose.",
        ProviderName.Telnyx => "Controlling calls and, for importing numbers, listing phone numbers.",
        ProviderName.Compatible => "Whatever the server asks of who sends chat completions.",
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    /// <summary>What is billed and to whom, without prices, which change.</summary>
    public static string Cost(ProviderName provider) => provider switch
    {
        ProviderName.Deepgram => "The streamed audio of each call, to the project of the key. The test is free.",
        ProviderName.Soniox => "Streaming draws on the organization's balance; a monthly budget can be set. The test is free.",
        ProviderName.AssemblyAI => "The time each session is open, to the account of the key. A free account may open few sessions a minute. The test is free.",
        ProviderName.OpenAI => "Tokens in and out; instructions and conversation are sent with every turn, so long instructions cost each time. The test is free.",
        ProviderName.Grok => "Tokens in and out, to the team of the key. The test is free.",
        ProviderName.ElevenLabs => "Credits by the characters spoken. The plan limits how many agents speak at once. The test is free.",
        ProviderName.Hume => "The speech made, to the account of the key. The test is free and does not see whether credit is left.",
        ProviderName.Telnyx => "Numbers and minutes, to the account of the key. The test is free; an account without funds is refused.",
        ProviderName.Compatible => "What the server's owner asks. The test costs one token.",
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    public static string DocumentPath(ProviderInfo provider) => $"docs/providers/{provider.Slug}.md";
}
