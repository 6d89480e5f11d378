using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>What the errors of one service mean.</summary>
internal interface IApiErrors
{
    ProviderName Provider { get; }

    /// <summary>The error of an answer that is not what was asked for.</summary>
    ProviderException Refused(RefusedResponse refusal);

    /// <summary>The error that stands in a stream instead of text.</summary>
    ProviderException Told(JsonElement message);
}
